"""Records that formulas take as a whole."""

from __future__ import annotations

from calculators import records
from calculators.variable import RecordVariable

RECORD_VARIABLES: tuple[RecordVariable, ...] = (
    RecordVariable("model", "", records.Model, "the model"),
    RecordVariable("image_model", "D", records.Model, "the model of images", term="diffusion-model"),
    RecordVariable(
        "layout", "", records.WeightLayout, "which format each class of weights is stored in", term="quantization"
    ),
    RecordVariable("format", "", records.NumberFormat, "a number format", term="quantization"),
    RecordVariable(
        "kv_format", "K", records.NumberFormat, "number format of the KV cache", term="kv-cache-quantization"
    ),
    RecordVariable(
        "value_format",
        "V",
        records.NumberFormat,
        "number format of the values in the KV cache",
        term="kv-cache-quantization",
    ),
    RecordVariable("accelerator", "", records.Accelerator, "the accelerator", term="ai-accelerator"),
    RecordVariable("link", "", records.Link, "the link"),
    RecordVariable("second_link", "2", records.Link, "the link between nodes", term="scale-out-network"),
    RecordVariable("host_link", "h", records.Link, "the link from host to device", term="pci-express"),
    RecordVariable("offer", "", records.Offer, "what an accelerator is rented for"),
    RecordVariable("decode_share", "d", records.Share, "what decoding reaches of its bound"),
    RecordVariable("prefill_share", "p", records.Share, "what prefill reaches of the peak"),
    RecordVariable("training_share", "t", records.Share, "what training reaches of the peak"),
    RecordVariable("link_share", "l", records.Share, "what collectives reach of the link"),
    RecordVariable(
        "precision",
        "",
        records.Precision,
        "what is kept in training, and how wide",
        term="mixed-precision-training",
    ),
    RecordVariable("optimizer", "", records.Optimizer, "what the optimizer remembers", term="optimizer-state"),
    RecordVariable("unfused", "u", records.Share, "activations as they are kept, of what is counted"),
    RecordVariable("distributed", "d", records.Reserve, "what communication between processes takes"),
    RecordVariable("reserve", "", records.Reserve, "what the engine takes for itself"),
    RecordVariable("image_reserve", "", records.Reserve, "what an engine of images takes for itself"),
    RecordVariable("neighbour", "", records.Reserve, "what else is on the accelerator"),
    # Fields that are records: the classes of weights
    RecordVariable("attention", "A", records.NumberFormat, "format of the attention matrices"),
    RecordVariable("feedforward", "F", records.NumberFormat, "format of the feed-forward matrices"),
    RecordVariable("routed", "X", records.NumberFormat, "format of the experts"),
    RecordVariable("embedding", "E", records.NumberFormat, "format of the embedding"),
    RecordVariable("head", "O", records.NumberFormat, "format of the output head"),
    RecordVariable("vectors", "V", records.NumberFormat, "format of norms, biases and routers"),
    RecordVariable("companions", "P", records.NumberFormat, "format of models that work beside it"),
    RecordVariable("values", "val", records.NumberFormat, "format of the matrices that make values"),
    RecordVariable("values_raised", "val'", records.NumberFormat, "the same in raised layers"),
    RecordVariable("values_few", "val,f", records.NumberFormat, "the same where few queries share a key"),
    RecordVariable("values_large", "val,80", records.NumberFormat, "the same in 80 layers whose heads share keys"),
    RecordVariable("values_of_eight", "val,8", records.NumberFormat, "the same with eight experts"),
    RecordVariable("keys_of_eight", "key,8", records.NumberFormat, "the matrices of keys with eight experts"),
    RecordVariable("output_of_eight", "out,8", records.NumberFormat, "the last one of attention with eight experts"),
    RecordVariable("output", "out", records.NumberFormat, "format of the last matrix of attention"),
    RecordVariable("down", "down", records.NumberFormat, "format of the last matrix of a network"),
    RecordVariable("down_raised", "down'", records.NumberFormat, "the same in raised layers"),
)
