// Latency of a dependent load by where it hits, in cycles: one thread chases pointers through a ring of the given size.
//     nvcc -O3 -gencode arch=compute_90,code=sm_90 latency.cu -o latency && ./latency
#include <cstdio>
#include <cstdlib>
#include <utility>
#include <vector>

// Follow the ring: once to warm the caches, then timed.
__global__ void chase(const unsigned *ring, int steps, int warm, long long *cycles, unsigned *end) {
    unsigned at = 0;
    for (int i = 0; i < warm; i++) at = ring[at];
    long long start = clock64();
    for (int i = 0; i < steps; i++) at = ring[at];
    *cycles = clock64() - start;
    *end = at;
}

__global__ void chase_shared(int steps, long long *cycles, unsigned *end) {
    __shared__ unsigned ring[1024];
    for (int i = 0; i < 1024; i++) ring[i] = (i + 33) % 1024;
    unsigned at = 0;
    for (int i = 0; i < 64; i++) at = ring[at];
    long long start = clock64();
    for (int i = 0; i < steps; i++) at = ring[at];
    *cycles = clock64() - start;
    *end = at;
}

int main() {
    long long *cycles;
    unsigned *end;
    cudaMallocManaged(&cycles, sizeof *cycles);
    cudaMallocManaged(&end, sizeof *end);
    const int steps = 20000;
    chase_shared<<<1, 1>>>(steps, cycles, end);
    cudaDeviceSynchronize();
    printf("{\"part\": \"latency\", \"where\": \"shared memory\", \"cycles\": %.1f}\n", double(*cycles) / steps);
    // One unsigned a line of 128 bytes, the lines in random order, so that no prefetch helps.
    for (size_t kib : {16, 64, 128, 1024, 8192, 24576, 262144, 2097152}) {
        size_t lines = kib * 1024 / 128;
        std::vector<unsigned> order(lines), ring(lines * 32);
        for (size_t i = 0; i < lines; i++) order[i] = i;
        for (size_t i = lines - 1; i > 0; i--) std::swap(order[i], order[((size_t(rand()) << 31) ^ rand()) % (i + 1)]);
        for (size_t i = 0; i < lines; i++) ring[order[i] * 32] = order[(i + 1) % lines] * 32;
        unsigned *device;
        cudaMalloc(&device, ring.size() * 4);
        cudaMemcpy(device, ring.data(), ring.size() * 4, cudaMemcpyHostToDevice);
        int warm = lines < 400000 ? int(lines) : 0;
        chase<<<1, 1>>>(device, steps, warm, cycles, end);
        cudaDeviceSynchronize();
        printf("{\"part\": \"latency\", \"where\": \"ring of %zu KiB\", \"cycles\": %.1f, \"error\": \"%s\"}\n", kib,
               double(*cycles) / steps, cudaGetErrorString(cudaGetLastError()));
        cudaFree(device);
    }
}
