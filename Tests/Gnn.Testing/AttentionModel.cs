using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Testing;

/// <summary>Attention and its gradients by their definitions, every step stored for every entry.</summary>
internal sealed class AttentionModel
{
    private readonly SparseModel _model;
    private readonly SparseModel _transpose;
    private readonly int _heads;
    private readonly int _width;
    private readonly double _slope;
    private readonly double[] _x;
    private readonly double[] _sums;
    private readonly double[] _shares;
    private readonly double[] _mask;

    internal AttentionModel(RandomEdges edges, double[] source, double[] target, double[] x, int heads, int width, AttentionOptions options)
    {
        _model = new SparseModel(edges, transposed: false);
        _transpose = new SparseModel(edges, transposed: true);
        (_heads, _width, _slope, _x) = (heads, width, options.NegativeSlope, x);
        _sums = _model.Sddmm(EntryOperation.Add, target, source, heads, heads: 1);
        _shares = _model.EdgeSoftmax(Array.ConvertAll(_sums, sum => sum > 0 ? sum : _slope * sum), heads);
        _mask = [.. _shares.Select((_, i) => options.Random.UInt32At(i) < options.Dropout * 4294967296.0 ? 0 : 1 / (1 - options.Dropout))];
    }

    internal double[] Y => _model.SpMM(Kept, _heads, _x, _width, Reduction.Sum).Y;

    private double[] Kept => [.. _shares.Zip(_mask, (share, factor) => share * factor)];

    internal (double[] ToSource, double[] ToTarget, double[] ToX) Gradients(double[] gradient)
    {
        double[] toShares = [.. _model.Sddmm(EntryOperation.Dot, gradient, _x, _width, _heads).Zip(_mask, (value, factor) => value * factor)];
        double[] toScores = _model.EdgeSoftmaxGradient(_shares, toShares, _heads);
        double[] toSums = [.. toScores.Select((value, i) => _sums[i] > 0 ? value : _slope * value)];
        return (
            _transpose.SegmentReduce(toSums, _heads, Reduction.Sum).Y,
            _model.SegmentReduce(toSums, _heads, Reduction.Sum).Y,
            _transpose.SpMM(Kept, _heads, gradient, _width, Reduction.Sum).Y);
    }
}
