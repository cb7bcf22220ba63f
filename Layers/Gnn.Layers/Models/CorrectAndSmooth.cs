using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Models;

/// <summary>Mends a classifier's probabilities after its training: errors on known nodes are spread and taken off, then labels are spread.</summary>
/// <remarks>
/// <code>
/// E_0 = Y - P on known nodes, 0 elsewhere;       E = E_0 spread along the edges
/// correct: P + s E,   s_i = (mean |E_0| of known nodes) / |E_i|, or a constant, with which known nodes keep E_0
/// smooth:  known rows set to Y, then spread, as in <see cref="LabelPropagation"/>
/// </code>
/// <para>Paper: Q. Huang, H. He, A. Singh, S.-N. Lim and A. R. Benson, "Combining Label Propagation and Simple Models Out-performs Graph Neural Networks", ICLR 2021.
/// Labels of test nodes must not be among the known ones.</para>
/// </remarks>
public sealed class CorrectAndSmooth
{
    private const double LargestScale = 1000;

    private readonly CorrectAndSmoothOptions _options;
    private readonly LabelPropagation _correction;
    private readonly LabelPropagation _smoothing;

    /// <summary>Creates both steps.</summary>
    /// <param name="options">Steps, shares and scale; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public CorrectAndSmooth(CorrectAndSmoothOptions? options = null)
    {
        _options = options ?? new CorrectAndSmoothOptions();
        _correction = new LabelPropagation(_options.CorrectionSteps, _options.CorrectionAlpha);
        _smoothing = new LabelPropagation(_options.SmoothingSteps, _options.SmoothingAlpha);
        if (_options.Scale is { } scale)
        {
            Throw.IfNotFinite(scale, nameof(CorrectAndSmoothOptions.Scale));
        }
    }

    /// <inheritdoc cref="LabelPropagation.Prepare"/>
    public static Adjacency Prepare(Graph graph, Engine? engine = null) => LabelPropagation.Prepare(graph, engine);

    /// <summary>Takes the spread errors off, then spreads the known labels: both steps.</summary>
    /// <param name="probabilities">P, <c>[N, C]</c>.</param>
    /// <param name="labels">The class of each of N nodes; only those of the known nodes are read.</param>
    /// <param name="known">The nodes whose labels are known, in [0, N), each once.</param>
    /// <param name="adjacency">What <see cref="Prepare"/> made.</param>
    /// <returns><c>[N, C]</c>: the largest column of a row is the class of its node.</returns>
    /// <exception cref="ArgumentException">The probabilities do not fit the labels or the adjacency.</exception>
    public Tensor Forward(Tensor probabilities, ReadOnlySpan<int> labels, ReadOnlySpan<int> known, Adjacency adjacency) =>
        Smooth(Correct(probabilities, labels, known, adjacency), labels, known, adjacency);

    /// <summary>Takes the spread errors off.</summary>
    /// <param name="probabilities">P, <c>[N, C]</c>.</param>
    /// <param name="labels">The class of each of N nodes; only those of the known nodes are read.</param>
    /// <param name="known">The nodes whose labels are known, in [0, N), each once.</param>
    /// <param name="adjacency">What <see cref="Prepare"/> made.</param>
    /// <returns><c>[N, C]</c>.</returns>
    /// <exception cref="ArgumentException">The probabilities do not fit the labels or the adjacency.</exception>
    public Tensor Correct(Tensor probabilities, ReadOnlySpan<int> labels, ReadOnlySpan<int> known, Adjacency adjacency)
    {
        using NoGrad noGrad = NoGrad.Open();
        (Tensor mask, Tensor rows) = Known(probabilities, labels, known, adjacency);
        Tensor error = (rows - probabilities) * mask;
        if (_options.Scale is { } constant)
        {
            Tensor fixedErrors = _correction.Spread(error, adjacency, e => (e * (-mask + 1)) + error);
            return probabilities + (fixedErrors * constant);
        }

        Tensor spread = _correction.Spread(error, adjacency, e => LabelPropagation.Clamp(e, -1, 1));
        double mean = error.Abs().Sum().Item() / known.Length;
        Tensor sizes = spread.Abs().Sum(axis: 1, keepAxis: true);

        // A node that no error reached, or almost none, is left as it is: an infinite scale of nothing.
        Tensor scale = Tensor.Full(sizes.Shape, mean, sizes.Engine) / sizes;
        Tensor ones = Tensor.Ones(scale.Shape, scale.Engine);
        Tensor isUsable = scale.Compare(ComparisonOperation.LessOrEqual, ones * LargestScale);
        return probabilities + (isUsable.Select(scale, ones) * spread);
    }

    /// <summary>Spreads the known labels and the probabilities of the other nodes.</summary>
    /// <param name="probabilities">P, corrected or not, <c>[N, C]</c>.</param>
    /// <param name="labels">The class of each of N nodes; only those of the known nodes are read.</param>
    /// <param name="known">The nodes whose labels are known, in [0, N), each once.</param>
    /// <param name="adjacency">What <see cref="Prepare"/> made.</param>
    /// <returns><c>[N, C]</c>: the largest column of a row is the class of its node.</returns>
    /// <exception cref="ArgumentException">The probabilities do not fit the labels or the adjacency.</exception>
    public Tensor Smooth(Tensor probabilities, ReadOnlySpan<int> labels, ReadOnlySpan<int> known, Adjacency adjacency)
    {
        using NoGrad noGrad = NoGrad.Open();
        (Tensor mask, Tensor rows) = Known(probabilities, labels, known, adjacency);
        return _smoothing.Forward((probabilities * (-mask + 1)) + rows, adjacency);
    }

    /// <summary>1 for known nodes [N, 1], and their one-hot rows [N, C].</summary>
    private static (Tensor Mask, Tensor Rows) Known(Tensor probabilities, ReadOnlySpan<int> labels, ReadOnlySpan<int> known, Adjacency adjacency)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        Throw.IfNotSources(probabilities, adjacency);
        if (probabilities.Shape.Rank != 2 || probabilities.Shape[0] != labels.Length)
        {
            throw new ArgumentException($"'probabilities' must be [{labels.Length}, C], a row for each label, got {probabilities.Shape}.", nameof(probabilities));
        }

        Tensor rows = LabelPropagation.OneHot(labels, known, checked((int)probabilities.Shape[1]), probabilities.Engine);
        return (rows.Sum(axis: 1, keepAxis: true), rows);
    }
}
