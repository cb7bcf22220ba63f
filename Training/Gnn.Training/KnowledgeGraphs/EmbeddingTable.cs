using Gnn.Layers;
using Gnn.Tensors;

namespace Gnn.Training.KnowledgeGraphs;

/// <summary>A table of learnt rows with initial values of its model's choice; its parameter is <c>weight</c>.</summary>
internal sealed class EmbeddingTable : Module
{
    private readonly Parameter _weight;

    internal EmbeddingTable(Tensor initial) => _weight = AddParameter("weight", initial);

    internal Tensor Weight => _weight.Value;

    /// <summary>All rows, or those of some ids.</summary>
    internal Tensor Rows(Tensor? ids) => ids is null ? Weight : Weight.GatherRows(ids);
}
