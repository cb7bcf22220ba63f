using Gnn.Graphs;
using Gnn.Layers;
using Gnn.Layers.Links;
using Gnn.Layers.Models;
using Gnn.Sampling.Features;
using Gnn.Sampling.Links;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Training.Links;

/// <summary>Scores of a step's pairs from what is sampled around their ends.</summary>
internal sealed class LinkBatches : IDisposable
{
    private readonly Gae _model;
    private readonly LinkSampler _sampler;
    private readonly FeatureStore _features;

    internal LinkBatches(Gae model, Graph graph, Graph messages, IReadOnlyList<int> fanouts, bool hidesLinks, bool separateReverses)
    {
        _model = model;
        _sampler = new LinkSampler(messages, fanouts, options: new LinkSamplerOptions { MaskTargets = hidesLinks, SeparateReverses = separateReverses });
        _features = LayerwiseInference.StoreOf(graph);
    }

    public void Dispose()
    {
        _features.Dispose();
        _sampler.Dispose();
    }

    /// <summary>Refuses models that cannot work on samples. Degrees of the whole graph would tell that a node has links which are hidden.</summary>
    internal static void Check(Module model, IReadOnlyList<int> fanouts)
    {
        if (model is not Gae { Encoder: var encoder })
        {
            throw new ArgumentException($"Fanouts sample for the encoder of a Gae, got {model.GetType().Name}: leave Fanouts out.", nameof(model));
        }

        if (encoder.LayerCount != fanouts.Count)
        {
            throw new ArgumentException($"The encoder has {encoder.LayerCount} layers and needs a fanout for each, got {fanouts.Count}.", nameof(fanouts));
        }

        // One target with two sources, such as samples are made of.
        using SparseStructure probe = SparseStructure.FromRows(2, [0, 1], [1]);
        encoder.Prepare(probe).Dispose();
    }

    /// <summary>Scores pairs, links first. What the backward pass needs lives as long as the context's scope.</summary>
    internal Tensor Score(in ForwardContext context, int[] sources, int[] targets, int links, RandomSource random)
    {
        SampledLinks batch = context.Scope!.Own(_sampler.Sample(sources.AsSpan(0, links), targets.AsSpan(0, links), sources.AsSpan(links), targets.AsSpan(links), random));
        var adjacencies = new Adjacency[batch.Subgraph.Blocks.Count];
        for (int layer = 0; layer < adjacencies.Length; layer++)
        {
            adjacencies[layer] = context.Scope.Own(_model.Encoder.Prepare(batch.Subgraph.Blocks[layer].Structure));
        }

        Tensor embedding = _model.Encoder.Forward(context, _features.Gather(batch.Subgraph.Nodes), adjacencies);
        return _model.Score(context, embedding, adjacencies[^1], batch.Sources, batch.Targets);
    }
}
