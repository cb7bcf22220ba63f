using Gnn.Layers;
using Gnn.Layers.Aggregations;
using Gnn.Layers.MessagePassing;
using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Tests.Layers.MessagePassing;

/// <summary>A layer as users write them: attention from both ends, messages from the source and the edge's features or weights, a root term.</summary>
internal sealed class OwnConv : MessagePassingLayer
{
    private readonly Linear _root;
    private readonly Linear _value;
    private readonly Linear? _edge;

    internal OwnConv(int inputs, int outputs, int edgeFeatures, RandomSource random)
        : base(Aggregation.Sum, new MessagePassingOptions { EdgeFeatures = edgeFeatures, EdgeWeights = edgeFeatures == 0 })
    {
        _root = AddModule("root", new Linear(inputs, outputs, random.Stream("root")));
        _value = AddModule("value", new Linear(inputs, outputs, random.Stream("value")));
        _edge = edgeFeatures > 0 ? AddModule("edge", new Linear(edgeFeatures, outputs, random.Stream("edge"))) : null;
    }

    protected override Tensor Message(in ForwardContext context, Messages edges)
    {
        Tensor values = _value.Forward(edges.Sources);
        Tensor attention = edges.Softmax(edges.Combine(EntryOperation.Dot, _root.Forward(edges.Targets), values));
        Tensor message = (edges.Source(values) * attention) + edges.Target(_root.Forward(edges.Targets)).Tanh();
        if (_edge is not null)
        {
            return message + _edge.Forward(edges.Values!);
        }

        return edges.Values is { } weights ? message * weights.Reshape((weights.Shape[0], 1)) : message;
    }

    protected override Tensor Update(in ForwardContext context, Tensor aggregate, Messages edges) => aggregate + _root.Forward(edges.Targets);
}
