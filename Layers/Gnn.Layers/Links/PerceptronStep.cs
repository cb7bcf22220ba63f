using Gnn.Layers.Normalization;
using Gnn.Tensors;

namespace Gnn.Layers.Links;

/// <summary>A linear map, layer normalisation or none, ReLU and dropout.</summary>
internal sealed class PerceptronStep : Module
{
    private readonly Linear _lin;
    private readonly LayerNorm? _norm;
    private readonly double _dropout;

    internal PerceptronStep(int inputs, int outputs, RandomSource random, double dropout, bool isNormalized)
    {
        _lin = AddModule("lin", new Linear(inputs, outputs, random));
        _norm = isNormalized ? AddModule("norm", new LayerNorm(outputs, new LayerNormOptions { Mode = LayerNormMode.Node })) : null;
        _dropout = dropout;
    }

    internal Tensor Forward(in ForwardContext context, Tensor x)
    {
        if (_norm is null)
        {
            return context.Epilogue(x.MatMul(_lin.Weight, transposeOther: true), _lin.Bias, activation: Activation.Relu, dropout: _dropout);
        }

        using Tensor y = _lin.Forward(x);
        return context.Epilogue(_norm.Forward(context, y), activation: Activation.Relu, dropout: _dropout);
    }
}
