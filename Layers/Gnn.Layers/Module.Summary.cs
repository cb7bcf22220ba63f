using Gnn.Tensors;

namespace Gnn.Layers;

public abstract partial class Module
{
    /// <summary>What the module consists of: its parts, their parameters and buffers, and the totals.</summary>
    /// <returns>The summary as it is now; its text is a table.</returns>
    public ModuleSummary Summary() =>
        new([.. NamedModules().Select(named => new ModuleSummaryRow(named.Name, named.Module.GetType().Name, named.Module.OwnTensors()))]);

    private ModuleSummaryTensor[] OwnTensors() =>
    [
        .. _parameters.Select(named => Describe(
            named.Name, named.Parameter.Value, named.Parameter.IsFrozen ? TensorRole.FrozenParameter : TensorRole.Parameter)),
        .. _buffers.Select(named => Describe(named.Name, named.Buffer, TensorRole.Buffer)),
    ];

    private static ModuleSummaryTensor Describe(string name, Tensor value, TensorRole role) => new(name, value.Shape, value.DataType, role);
}
