using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Aggregations;

/// <summary>An aggregate, scaled in several ways by the size of its group; the results stand side by side.</summary>
/// <remarks>
/// <code>
/// y_i = [s_1(d_i) a(group i) | s_2(d_i) a(group i) | ...]
/// d_i: the number of rows of group i, a: the aggregation, [G, C], s: the scalers, Y: [G, scalers * C]
/// </code>
/// <para>Paper: G. Corso, L. Cavalleri, D. Beaini, P. Lio and P. Velickovic, "Principal Neighbourhood Aggregation for Graph Nets", NeurIPS 2020.</para>
/// <para>Parameters, or buffers if the averages are not trained: <c>avg_deg_lin</c> and <c>avg_deg_log</c>, <c>[1]</c>; those of the aggregation under <c>aggr</c>.
/// Cost: the aggregation's and G C operations for each scaler.</para>
/// </remarks>
public sealed class DegreeScalerAggregation : Module, IAggregation
{
    private readonly IAggregation _aggregation;
    private readonly DegreeScaler[] _scalers;
    private readonly Parameter? _linear;
    private readonly Parameter? _logarithmic;

    /// <summary>Creates an aggregation.</summary>
    /// <param name="aggregation">What is scaled, for example a <see cref="MultiAggregation"/>; if it is a module it is owned from here on.</param>
    /// <param name="scalers">At least one.</param>
    /// <param name="averages">The averages over the training data.</param>
    /// <param name="options">Whether the averages are trained; the defaults if null.</param>
    /// <exception cref="ArgumentException">There are no scalers, one is none, or an average is not finite and above 0.</exception>
    public DegreeScalerAggregation(
        IAggregation aggregation, IReadOnlyList<DegreeScaler> scalers, AverageDegrees averages, DegreeScalerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(aggregation);
        ArgumentNullException.ThrowIfNull(scalers);
        ArgumentNullException.ThrowIfNull(averages);
        if (scalers.Count == 0 || !scalers.All(Enum.IsDefined))
        {
            throw new ArgumentException($"At least one known scaler is needed, got [{string.Join(", ", scalers)}].", nameof(scalers));
        }

        if (!(averages.Linear > 0 && averages.Logarithmic > 0 && double.IsFinite(averages.Linear + averages.Logarithmic)))
        {
            throw new ArgumentException($"Averages must be finite and above 0, got {averages}.", nameof(averages));
        }

        _aggregation = aggregation;
        _scalers = [.. scalers];
        Tensor linear = Tensor.Full(1, averages.Linear), logarithmic = Tensor.Full(1, averages.Logarithmic);
        if (options?.TrainAverages ?? false)
        {
            _linear = AddParameter("avg_deg_lin", linear);
            _logarithmic = AddParameter("avg_deg_log", logarithmic);
        }
        else
        {
            AddBuffer("avg_deg_lin", linear);
            AddBuffer("avg_deg_log", logarithmic);
        }

        if (aggregation is Module module)
        {
            AddModule("aggr", module);
        }
    }

    /// <inheritdoc/>
    public int OutputsFor(int inputs) => checked(_scalers.Length * _aggregation.OutputsFor(inputs));

    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, SparseStructure groups, Tensor x)
    {
        GroupRows.Check(groups, x);
        using Tensor aggregate = _aggregation.Forward(context, groups, x);
        return ScaleAll(groups, aggregate);
    }

    /// <summary>What was aggregated elsewhere, scaled in all ways; [G, C] to [G, scalers * C].</summary>
    internal Tensor ScaleAll(SparseStructure groups, Tensor aggregate)
    {
        var parts = new Tensor[_scalers.Length];
        for (int place = 0; place < parts.Length; place++)
        {
            parts[place] = Scale(_scalers[place], groups, aggregate);
        }

        Tensor y = Tensor.Concatenate(parts, -1);
        Array.ForEach(parts, part => part.Dispose());
        return y;
    }

    private Tensor Scale(DegreeScaler scaler, SparseStructure groups, Tensor aggregate)
    {
        Tensor linear = _linear?.Value ?? Buffer("avg_deg_lin"), logarithmic = _logarithmic?.Value ?? Buffer("avg_deg_log");
        Engine engine = aggregate.Engine;
        return scaler switch
        {
            DegreeScaler.Amplification => aggregate * (Sizes(groups, 0, isLogarithm: true, engine) / logarithmic),
            DegreeScaler.Attenuation => aggregate * (logarithmic / Sizes(groups, 1, isLogarithm: true, engine)),
            DegreeScaler.Linear => aggregate * (Sizes(groups, 0, isLogarithm: false, engine) / linear),
            DegreeScaler.InverseLinear => aggregate * (linear / Sizes(groups, 1, isLogarithm: false, engine)),
            _ => aggregate.Reshape(aggregate.Shape),
        };
    }

    /// <summary>d or ln(d + 1) of each group, [G, 1].</summary>
    private static Tensor Sizes(SparseStructure groups, int smallest, bool isLogarithm, Engine engine)
    {
        double[] sizes = new double[groups.RowCount];
        for (int group = 0; group < sizes.Length; group++)
        {
            long size = Math.Max(smallest, groups.RowLength(group));
            sizes[group] = isLogarithm ? Math.Log(size + 1.0) : size;
        }

        return Tensor.Create(sizes, (sizes.Length, 1), engine);
    }
}
