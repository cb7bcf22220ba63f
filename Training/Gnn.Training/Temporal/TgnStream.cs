using System.Globalization;
using Gnn.Graphs;
using Gnn.Graphs.Sampled;
using Gnn.Graphs.Temporal;
using Gnn.Layers;
using Gnn.Layers.Temporal;
using Gnn.Sampling.Temporal;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Training.Temporal;

/// <summary>A <see cref="Tgn"/> that follows one graph's events.</summary>
internal sealed class TgnStream : ITemporalStream
{
    private readonly Tgn _model;
    private readonly TemporalGraph _graph;
    private readonly TgnState _state;
    private readonly TemporalNeighborSampler _sampler;
    private readonly Tensor? _nodeFeatures;
    private readonly Tensor? _eventFeatures;

    // Of each node its row in the batch that is embedded, while it is.
    private readonly int[] _rowOf;

    // What embeddings since the last update were made with, which their gradients need.
    private readonly List<Adjacency> _inUse = [];

    // The memory of the nodes that were embedded last, which the next update most often needs.
    private TgnView? _lastView;
    private int _next;

    internal TgnStream(Tgn model, TemporalGraph graph)
    {
        _model = model;
        _graph = graph.Until(long.MaxValue);
        _state = model.Memory.CreateState(graph);
        _sampler = new TemporalNeighborSampler(graph, [model.Neighbors], new TemporalNeighborSamplerOptions { Selection = EventSelection.MostRecent });
        _nodeFeatures = graph.HasFeatures ? graph.Features.ToDense().To(model.Engine).Detach().Keep() : null;
        _eventFeatures = graph.Events.Contains(ColumnNames.EdgeFeatures) ? graph.Events[ColumnNames.EdgeFeatures].To(model.Engine).Detach().Keep() : null;
        _rowOf = new int[graph.NodeCount];
        Array.Fill(_rowOf, -1);
    }

    public Tensor Embed(in ForwardContext context, ReadOnlySpan<int> nodes, long time)
    {
        // Events from the next on are not known, whatever their time.
        if (_next < _graph.EventCount && time > _graph.Times[_next])
        {
            throw new ArgumentOutOfRangeException(nameof(time), time, string.Create(
                CultureInfo.InvariantCulture, $"Event {_next} at {_graph.Times[_next]} is before that time and was not given to Update."));
        }

        long[] times = new long[nodes.Length];
        Array.Fill(times, time);
        using SampledSubgraph recent = _sampler.Sample(nodes, times, default);
        Block block = recent.Blocks[0];
        int[] all = Number(nodes, recent.Nodes, block.Structure, out SparseStructure events);
        using SparseStructure structure = events;
        TgnView view = _model.Memory.Forward(context, _state, all);
        Forget(ref _lastView);
        _lastView = view.Detached();
        Tensor x = _nodeFeatures is null ? view.Memory : Tensor.Concatenate([view.Memory, _nodeFeatures.GatherRows(Tensor.Create(all, all.Length, _model.Engine))], 1);
        ReadOnlySpan<long> eventTimes = block.EdgeTimes;
        long[] spans = new long[eventTimes.Length];
        for (int entry = 0; entry < spans.Length; entry++)
        {
            spans[entry] = time - eventTimes[entry];
        }

        Tensor edges = _model.Memory.EncodeSpans(spans);
        if (_eventFeatures is not null)
        {
            edges = Tensor.Concatenate([edges, block.GatherEdges(_eventFeatures)], 1);
        }

        Adjacency adjacency = _model.Attention.Prepare(structure, edges);
        _inUse.Add(adjacency);
        return _model.Attention.Forward(context, x, adjacency);
    }

    public void Update(int firstEvent, int count)
    {
        if (firstEvent != _next)
        {
            throw new ArgumentOutOfRangeException(nameof(firstEvent), firstEvent, $"Event {_next} comes next, got {firstEvent}: a stream takes every event once, in order.");
        }

        using var scope = new TensorScope();
        using NoGrad noGrad = NoGrad.Open();
        int[] ends = Ends(firstEvent, count);
        TgnView view = _lastView is { } last && last.Has(ends) ? last : _model.Memory.Forward(ForwardContext.Inference, _state, ends);
        _state.Update(view, firstEvent, count);
        _next = firstEvent + count;
        Forget();
    }

    public void Reset()
    {
        Forget();
        _state.Reset();
        _next = 0;
    }

    public void Dispose()
    {
        Forget();
        _nodeFeatures?.Dispose();
        _eventFeatures?.Dispose();
        _sampler.Dispose();
        _state.Dispose();
        _graph.Dispose();
    }

    private void Forget()
    {
        foreach (Adjacency adjacency in _inUse)
        {
            adjacency.Dispose();
        }

        _inUse.Clear();
        Forget(ref _lastView);
    }

    private static void Forget(ref TgnView? view)
    {
        view?.Memory.Dispose();
        view = null;
    }

    /// <summary>The nodes and those at the other ends of their events, each once, the nodes first; and the events between them.</summary>
    private int[] Number(ReadOnlySpan<int> nodes, ReadOnlySpan<int> sampled, SparseStructure drawn, out SparseStructure events)
    {
        var all = new List<int>(nodes.Length + sampled.Length);
        int[] columns = new int[drawn.EntryCount];
        int[] pointers = new int[nodes.Length + 1];
        try
        {
            foreach (int node in nodes)
            {
                Row(node);
            }

            int entry = 0;
            for (int row = 0; row < nodes.Length; row++)
            {
                foreach (int source in drawn.Row(row))
                {
                    columns[entry++] = Row(sampled[source]);
                }

                pointers[row + 1] = entry;
            }
        }
        finally
        {
            foreach (int node in all)
            {
                _rowOf[node] = -1;
            }
        }

        events = SparseStructure.FromRows(all.Count, pointers, columns);
        return [.. all];

        int Row(int node)
        {
            if (_rowOf[node] < 0)
            {
                _rowOf[node] = all.Count;
                all.Add(node);
            }

            return _rowOf[node];
        }
    }

    /// <summary>The ends of a batch's events, each once.</summary>
    private int[] Ends(int firstEvent, int count)
    {
        var seen = new HashSet<int>(2 * count);
        for (int e = firstEvent; e < firstEvent + count; e++)
        {
            seen.Add(_graph.Sources[e]);
            seen.Add(_graph.Targets[e]);
        }

        return [.. seen];
    }
}
