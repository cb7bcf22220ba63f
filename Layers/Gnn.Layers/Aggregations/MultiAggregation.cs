using System.Globalization;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Aggregations;

/// <summary>Several aggregations of the same groups, side by side or combined element by element.</summary>
/// <remarks>
/// <code>
/// y_i = [a_1(group i) | a_2(group i) | ...]   or   sum, mean, max, min, log-sum-exp over k of a_k(group i)
/// </code>
/// <para>Papers: G. Corso, L. Cavalleri, D. Beaini, P. Lio and P. Velickovic, "Principal Neighbourhood Aggregation for Graph Nets", NeurIPS 2020; S. A. Tailor,
/// F. L. Opolka, P. Lio and N. D. Lane, "Do We Need Anisotropic Graph Neural Networks?", ICLR 2022.</para>
/// <para>Difference from PyTorch Geometric: no attention, projection or spread over the results. Parameters: those of the k-th under <c>aggrs.k</c>. Cost: that of
/// the aggregations.</para>
/// </remarks>
public sealed class MultiAggregation : Module, IAggregation
{
    private readonly IAggregation[] _aggregations;
    private readonly MultiMode _mode;

    /// <summary>Creates an aggregation.</summary>
    /// <param name="aggregations">At least one; those that are modules are owned from here on.</param>
    /// <param name="mode">How their results become one; side by side by default.</param>
    /// <exception cref="ArgumentException">There are no aggregations.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such mode.</exception>
    public MultiAggregation(IReadOnlyList<IAggregation> aggregations, MultiMode mode = MultiMode.Concatenate)
    {
        ArgumentNullException.ThrowIfNull(aggregations);
        if (aggregations.Count == 0)
        {
            throw new ArgumentException("Several aggregations are at least one.", nameof(aggregations));
        }

        if (!Enum.IsDefined(mode))
        {
            throw new ArgumentOutOfRangeException(nameof(mode), mode, "There is no such mode.");
        }

        _aggregations = [.. aggregations];
        _mode = mode;
        for (int place = 0; place < _aggregations.Length; place++)
        {
            if (_aggregations[place] is Module module)
            {
                AddModule(string.Create(CultureInfo.InvariantCulture, $"aggrs.{place}"), module);
            }
        }
    }

    /// <summary>Creates an aggregation of those without parameters, side by side.</summary>
    /// <param name="kinds">At least one.</param>
    /// <exception cref="ArgumentException">There are no aggregations.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such aggregation.</exception>
    public MultiAggregation(params IReadOnlyList<Aggregation> kinds)
        : this([.. kinds.Select(kind => new Aggregate(kind))], MultiMode.Concatenate)
    {
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The results are combined element by element and differ in their columns.</exception>
    public int OutputsFor(int inputs)
    {
        int[] outputs = Array.ConvertAll(_aggregations, aggregation => aggregation.OutputsFor(inputs));
        if (_mode == MultiMode.Concatenate)
        {
            return outputs.Sum();
        }

        return Array.TrueForAll(outputs, count => count == outputs[0])
            ? outputs[0]
            : throw new InvalidOperationException($"{_mode} combines results of the same columns, got [{string.Join(", ", outputs)}]: use MultiMode.Concatenate.");
    }

    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, SparseStructure groups, Tensor x)
    {
        GroupRows.Check(groups, x);
        var parts = new Tensor[_aggregations.Length];
        for (int place = 0; place < parts.Length; place++)
        {
            parts[place] = _aggregations[place].Forward(context, groups, x);
        }

        if (parts.Length == 1)
        {
            return parts[0];
        }

        Tensor y = _mode == MultiMode.Concatenate ? Tensor.Concatenate(parts, -1) : Combine(parts);
        Array.ForEach(parts, part => part.Dispose());
        return y;
    }

    private Tensor Combine(Tensor[] parts)
    {
        Shape shape = parts[0].Shape;
        Tensor? other = Array.Find(parts, part => part.Shape != shape);
        if (other is not null)
        {
            throw new ArgumentException($"{_mode} combines results of one shape, got {shape} and {other.Shape}: use MultiMode.Concatenate.", nameof(parts));
        }

        if (shape.Count == 0)
        {
            return parts[0].Reshape(shape);
        }

        using Tensor stacked = Tensor.Concatenate(Array.ConvertAll(parts, part => part.Reshape((1, shape.Count))), 0);
        Tensor combined = _mode switch
        {
            MultiMode.Sum => stacked.Sum(axis: 0),
            MultiMode.Mean => stacked.Mean(axis: 0),
            MultiMode.Max => stacked.Max(axis: 0),
            MultiMode.Min => stacked.Min(axis: 0),
            _ => stacked.LogSumExp(axis: 0),
        };
        return combined.Reshape(shape);
    }
}
