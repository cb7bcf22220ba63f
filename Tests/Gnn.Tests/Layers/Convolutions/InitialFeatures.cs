using Gnn.Graphs;
using Gnn.Layers;
using Gnn.Layers.Convolutions;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Tests.Layers.Convolutions;

/// <summary>A layer that takes initial features: those of the targets, halved and through a tanh. It promises what every convolution does.</summary>
internal sealed class InitialFeatures : Module, IConvolution
{
    private readonly Gcn2Conv? _residual;
    private readonly FaConv? _adaptive;

    internal InitialFeatures(Gcn2Conv layer) => _residual = AddModule("layer", layer);

    internal InitialFeatures(FaConv layer) => _adaptive = AddModule("layer", layer);

    public Adjacency Prepare(Graph graph) => _residual?.Prepare(graph) ?? _adaptive!.Prepare(graph);

    public Adjacency Prepare(SparseStructure structure) => _residual?.Prepare(structure) ?? _adaptive!.Prepare(structure);

    public IBlockPreparation PrepareBlocks(Graph graph) => _residual?.PrepareBlocks(graph) ?? _adaptive!.PrepareBlocks(graph);

    public Tensor Forward(in ForwardContext context, Features x, Adjacency adjacency)
    {
        Tensor dense = x.ToDense();
        int targets = Math.Min(adjacency.Structure.RowCount, (int)dense.Shape[0]);
        Tensor initial = (dense.Rows(0, targets) * 0.5).Tanh();
        return _residual?.Forward(context, x, initial, adjacency) ?? _adaptive!.Forward(context, x, initial, adjacency);
    }
}
