using Gnn.Graphs;
using Gnn.Layers;
using Gnn.Layers.Convolutions;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Tests.Layers.Convolutions;

/// <summary>A <see cref="Gcn2Conv"/> whose initial features are those of the targets, halved and through a tanh: it promises what every convolution does.</summary>
internal sealed class InitialFeatures : Module, IConvolution
{
    private readonly Gcn2Conv _layer;

    internal InitialFeatures(Gcn2Conv layer) => _layer = AddModule("layer", layer);

    public Adjacency Prepare(Graph graph) => _layer.Prepare(graph);

    public Adjacency Prepare(SparseStructure structure) => _layer.Prepare(structure);

    public IBlockPreparation PrepareBlocks(Graph graph) => _layer.PrepareBlocks(graph);

    public Tensor Forward(in ForwardContext context, Features x, Adjacency adjacency)
    {
        Tensor dense = x.ToDense();
        int targets = Math.Min(adjacency.Structure.RowCount, (int)dense.Shape[0]);
        return _layer.Forward(context, x, (dense.Rows(0, targets) * 0.5).Tanh(), adjacency);
    }
}
