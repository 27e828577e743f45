#!/usr/bin/env bash
# Run every command of the profilers and of the sanitizer that the entries show, over one small program, and say which
# of them the tools refuse: names of sections and counters change between versions.
#     scripts/gpu/profiler.sh glossary
set -u
entries=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/app.cu" <<'CODE'
__global__ void scale(float *x, int n) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) x[i] = i % 2 ? x[i] * 2.0f : x[i] + 1.0f;
}
int main() {
    float *x;
    cudaMalloc(&x, 4 << 24);
    scale<<<(1 << 24) / 256, 256>>>(x, 1 << 24);
    return cudaDeviceSynchronize();
}
CODE
nvcc -lineinfo -o "$folder/app" "$folder/app.cu" || exit 1
# The sanitizer is shown over a program with a fault; without that fault it would have nothing to say.
awk '/^```cpp/{on=1; next} /^```$/{on=0} on' "$entries/compute-sanitizer.md" >"$folder/oob.cu"
nvcc -lineinfo -o "$folder/oob" "$folder/oob.cu" || exit 1
cd "$folder" || exit 1
grep -h -E '^\$ (ncu|compute-sanitizer) .*\./' "$OLDPWD/$entries"/*.md | sed -e 's/^\$ //' -e 's/ *#.*$//' | sort -u |
    while IFS= read -r command; do
        # The clocks stay as they are: nothing of the device's settings is changed.
        run=$(sed -E -e 's/^ncu /ncu --clock-control none /' -e '/oob/!s#\./[a-z_]+#./app#' -e 's/regex:[a-z]+/regex:scale/' -e 's/ -s [0-9]+//' <<<"$command")
        timeout 60 bash -c "$run" >answer 2>&1
        echo "== $command: exit $?"
        grep -E -i 'error|not found|no metrics|unable|invalid|==WARNING' answer | sort | uniq -c | head -5
    done
