using Gnn.Layers.Models;
using Gnn.Layers.Normalization;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Hypergraphs;

/// <summary>The pooling of sets by attention with one learnt seed for each head, as <see cref="AllSetTransformerConv"/> states it.</summary>
internal sealed class SeedAttention : Module
{
    private readonly AllSetTransformerOptions _options;
    private readonly int _outputs;
    private readonly Parameter _seed;
    private readonly Linear _keys;
    private readonly Linear _values;
    private readonly Mlp _perceptron;
    private readonly LayerNorm _before;
    private readonly LayerNorm _after;

    internal SeedAttention(int inputs, int outputs, RandomSource random, AllSetTransformerOptions options)
    {
        (_options, _outputs) = (options, outputs);
        var glorot = new LinearOptions { Weights = WeightInitialization.Glorot };
        var byNode = new LayerNormOptions { Mode = LayerNormMode.Node };
        _seed = AddParameter("att_r", Initialize.Glorot(new Shape(1, options.Heads, outputs / options.Heads), random.Stream("att_r")));
        _keys = AddModule("lin_K", new Linear(inputs, outputs, random.Stream("lin_K"), glorot));
        _values = AddModule("lin_V", new Linear(inputs, outputs, random.Stream("lin_V"), glorot));
        _perceptron = AddModule("rFF", new Mlp([outputs, .. Enumerable.Repeat(outputs, options.MlpLayers)], random.Stream("rFF")));
        _before = AddModule("ln0", new LayerNorm(outputs, byNode));
        _after = AddModule("ln1", new LayerNorm(outputs, byNode));
    }

    /// <summary>[columns, inputs] to [rows, outputs]: the pool of each row's columns.</summary>
    internal Tensor Forward(in ForwardContext context, Features x, SparseStructure sets)
    {
        using Tensor values = _values.Forward(x);
        using Tensor scores = Scores(x);
        using Tensor none = Tensor.Zeros((sets.RowCount, _options.Heads), values.Engine);
        Tensor pooled = Tensor.Attention(sets, scores, none, values, _options.NegativeSlope);
        using Tensor seeded = context.Epilogue(pooled, _seed.Value.Reshape(_outputs));
        using Tensor z = _before.Forward(context, seeded);
        using Tensor mapped = context.Epilogue(_perceptron.Forward(context, z), activation: Activation.Relu);
        using Tensor sum = z + mapped;
        return _after.Forward(context, sum);
    }

    /// <summary>theta_h . (K x + k)_h for every row and head, [columns, H], the seeds folded into the map.</summary>
    private Tensor Scores(Features x)
    {
        int heads = _options.Heads;
        int width = _outputs / heads;
        using Tensor weighted = _keys.Weight * _seed.Value.Reshape((_outputs, 1));
        using Tensor folded = weighted.Reshape((heads, width, _keys.Inputs)).Sum(axis: 1);
        using Tensor shift = (_keys.Bias! * _seed.Value.Reshape(_outputs)).Reshape((heads, width)).Sum(axis: 1);
        return Tensor.Epilogue(x.MatMulTransposed(folded), shift);
    }
}
