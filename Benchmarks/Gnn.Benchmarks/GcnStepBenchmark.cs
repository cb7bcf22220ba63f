using BenchmarkDotNet.Attributes;
using Gnn.Graphs;
using Gnn.Layers;
using Gnn.Layers.Models;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Training.Losses;
using Gnn.Training.Optimizers;

namespace Gnn.Benchmarks;

/// <summary>One training step of a two-layer GCN (forward, backward, Adam) on a random graph of ten edges a node: its time, and its managed bytes, which
/// must not grow with the graph.</summary>
[MemoryDiagnoser]
public class GcnStepBenchmark : IDisposable
{
    private const int Inputs = 64;
    private const int Classes = 7;

    private CpuEngine _engine = null!;
    private Graph _graph = null!;
    private Tensor _x = null!;
    private Tensor _labels = null!;
    private Gcn _model = null!;
    private Adjacency _adjacency = null!;
    private Adam _optimizer = null!;
    private ulong _step;

    /// <summary>The number of nodes.</summary>
    [Params(1_000, 10_000, 100_000)]
    public int Nodes { get; set; }

    /// <summary>Threads of the engine.</summary>
    [Params(1, 2)]
    public int Threads { get; set; }

    /// <summary>Makes graph, features, model and optimiser.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _engine = new CpuEngine(Threads);
        RandomSequence random = new RandomSource(0).Sequence();
        int[] sources = new int[10 * Nodes];
        int[] targets = new int[10 * Nodes];
        for (int i = 0; i < sources.Length; i++)
        {
            (sources[i], targets[i]) = (random.NextInt32(Nodes), random.NextInt32(Nodes));
        }

        _graph = Graph.FromEdges(Nodes, sources, targets);
        _x = Tensor.Normal((Nodes, Inputs), new RandomSource(1), engine: _engine);
        _labels = Tensor.Create([.. Enumerable.Range(0, Nodes).Select(node => node % Classes)], Nodes, _engine);
        _model = new Gcn(Inputs, hidden: 64, Classes, new RandomSource(2));
        _model.MoveTo(_engine);
        _adjacency = _model.Prepare(_graph);
        _optimizer = new Adam(learningRate: 0.01);
        _optimizer.Attach(_model.ParameterGroups());
    }

    /// <summary>Frees what <see cref="Setup"/> made.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _optimizer.Dispose();
        _adjacency.Dispose();
        _model.Dispose();
        _labels.Dispose();
        _x.Dispose();
        _graph.Dispose();
        _engine.Dispose();
    }

    /// <summary>One step.</summary>
    [Benchmark]
    public void Step()
    {
        using var scope = new TensorScope();
        Tensor logits = _model.Forward(ForwardContext.ForTraining(new RandomSource(3).Stream(_step++)), _x, _adjacency);
        CrossEntropy.Of(logits, _labels).Backward();
        _optimizer.Step();
        _optimizer.ClearGradients();
    }
}
