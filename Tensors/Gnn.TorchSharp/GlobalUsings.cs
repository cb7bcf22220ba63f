global using Scalar = global::TorchSharp.Scalar;
global using Torch = global::TorchSharp.torch;
global using TorchTensor = global::TorchSharp.torch.Tensor;
global using TorchType = global::TorchSharp.torch.ScalarType;
