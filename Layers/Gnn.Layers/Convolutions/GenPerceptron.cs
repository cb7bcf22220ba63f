using System.Globalization;
using Gnn.Layers.Normalization;
using Gnn.Tensors;

namespace Gnn.Layers.Convolutions;

/// <summary>The perceptron of a <see cref="GenConv"/>: linear maps, and a normalisation and ReLU between two.</summary>
/// <remarks>Parts are numbered as in PyTorch Geometric's chain of linear map, normalisation if any, activation and dropout.</remarks>
internal sealed class GenPerceptron : Module
{
    private readonly Linear[] _maps;
    private readonly ColumnBatchNorm?[] _batchNorms;
    private readonly LayerNorm?[] _layerNorms;

    internal GenPerceptron(int width, RandomSource random, GenOptions options)
    {
        int count = options.Layers;
        int inside = count == 1 ? width : checked(width * options.Expansion);
        int stride = options.Normalization == NormalizationKind.None ? 3 : 4;
        (_maps, _batchNorms, _layerNorms) = (new Linear[count], new ColumnBatchNorm?[count], new LayerNorm?[count]);
        for (int layer = 0; layer < count; layer++)
        {
            bool isLast = layer == count - 1;
            string name = Name(layer * stride);
            var linear = new LinearOptions { Bias = options.Bias };
            _maps[layer] = AddModule(name, new Linear(layer == 0 ? width : inside, isLast ? width : inside, random.Stream(name), linear));
            string normName = Name((layer * stride) + 1);
            if (!isLast && options.Normalization == NormalizationKind.Batch)
            {
                _batchNorms[layer] = AddModule(normName, new ColumnBatchNorm(inside, options: null));
            }
            else if (!isLast && options.Normalization == NormalizationKind.Layer)
            {
                _layerNorms[layer] = AddModule(normName, new LayerNorm(inside, new LayerNormOptions { Mode = LayerNormMode.Node }));
            }
        }
    }

    /// <summary>[N, width] to [N, width].</summary>
    internal Tensor Forward(in ForwardContext context, Tensor x)
    {
        Tensor h = _maps[0].Forward(x);
        for (int layer = 1; layer < _maps.Length; layer++)
        {
            Tensor normalized = Normalize(context, layer - 1, h);
            if (!ReferenceEquals(normalized, h))
            {
                h.Dispose();
            }

            using Tensor activated = context.Epilogue(normalized, activation: Activation.Relu);
            h = _maps[layer].Forward(activated);
        }

        return h;
    }

    private static string Name(int place) => place.ToString(CultureInfo.InvariantCulture);

    private Tensor Normalize(in ForwardContext context, int layer, Tensor h) =>
        _batchNorms[layer]?.Forward(context, h) ?? _layerNorms[layer]?.Forward(context, h) ?? h;
}
