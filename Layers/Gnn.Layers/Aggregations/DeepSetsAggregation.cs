using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Aggregations;

/// <summary>A network of the sum of what a network makes of each row: any function of a set, if the networks are wide enough.</summary>
/// <remarks>
/// <code>
/// y_i = global(sum over the rows j of group i of local(x_j))
/// X: [N, F], Y: [G, outputs of global]; an empty group gives global(0)
/// </code>
/// <para>Paper: M. Zaheer, S. Kottur, S. Ravanbakhsh, B. Poczos, R. Salakhutdinov and A. Smola, "Deep Sets", NeurIPS 2017.</para>
/// <para>Parameters: those of the networks under <c>local_nn</c> and <c>global_nn</c>. Cost: local on N rows, global on G, and E C operations for C columns
/// between them; no array of [E, C].</para>
/// </remarks>
public sealed class DeepSetsAggregation : Module, IAggregation
{
    private readonly IFeatureMap? _local;
    private readonly IFeatureMap? _global;

    /// <summary>Creates an aggregation.</summary>
    /// <param name="local">What maps each row; null for none. If it is a module it is owned from here on.</param>
    /// <param name="global">What maps each sum; null for none. If it is a module it is owned from here on.</param>
    public DeepSetsAggregation(IFeatureMap? local = null, IFeatureMap? global = null)
    {
        _local = local;
        _global = global;
        if (local is Module localModule)
        {
            AddModule("local_nn", localModule);
        }

        if (global is Module globalModule)
        {
            AddModule("global_nn", globalModule);
        }
    }

    /// <inheritdoc/>
    public int OutputsFor(int inputs)
    {
        int between = _local is null ? inputs : NetworkWidth.Of(_local, inputs);
        return _global is null ? between : NetworkWidth.Of(_global, between);
    }

    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, SparseStructure groups, Tensor x)
    {
        GroupRows.Check(groups, x);
        Tensor rows = _local?.Forward(context, x) ?? x;
        Tensor sums = GroupRows.Reduce(groups, rows);
        return _global?.Forward(context, sums) ?? sums;
    }
}
