using Gnn.Graphs;
using Gnn.Layers;
using Gnn.Layers.Models;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Training.Losses;
using Gnn.Training.Optimizers;
using NUnit.Framework;

namespace Gnn.Tests.Training;

/// <summary>The managed bytes of a training step: what the tape and the tensor objects cost, whatever the graph.</summary>
[TestFixture]
internal sealed class TrainingStepAllocationTests
{
    private const int Steps = 70;
    private const int Repeats = 3;
    private const int Labelled = 100;

    [Test]
    public void Step_GraphOfAnySize_AllocatesTheSameManagedBytes()
    {
        using var engine = new CpuEngine(threads: 2);

        // The first run also counts what the runtime compiles beside it.
        BytesPerStep(engine, nodes: 200, edges: 400);
        long small = LeastBytesPerStep(engine, nodes: 200, edges: 400);
        long manyNodes = LeastBytesPerStep(engine, nodes: 40_000, edges: 400);
        long moreNodes = LeastBytesPerStep(engine, nodes: 320_000, edges: 400);
        long manyEdges = LeastBytesPerStep(engine, nodes: 200, edges: 50_000);
        long moreEdges = LeastBytesPerStep(engine, nodes: 200, edges: 400_000);

        TestContext.Out.WriteLine(
            $"managed bytes a step: 200 nodes, 400 edges {small}; 40,000 nodes {manyNodes}; 320,000 nodes {moreNodes}; 50,000 edges {manyEdges}; 400,000 edges {moreEdges}");

        // A large graph may take another route than a small one (scratch buffers of its own), but eight times the graph must not add a byte a node or an
        // edge. The count is of the whole process, and the runtime's own background work adds to it, so the least of several counts.
        Assert.That(small, Is.GreaterThan(0).And.LessThan(16 * 1024));
        Assert.That(manyNodes, Is.EqualTo(small).Within(1024));
        Assert.That(moreNodes, Is.EqualTo(manyNodes).Within(256));
        Assert.That(manyEdges, Is.EqualTo(small).Within(1024));
        Assert.That(moreEdges, Is.EqualTo(manyEdges).Within(256));
    }

    /// <summary>What a step makes is dead at its end, so that no collection finds anything to carry over into the next generation twice.</summary>
    [Test]
    [NonParallelizable]
    public void Step_AThousandTimes_CollectsTheYoungestGenerationAtMost()
    {
        using var engine = new CpuEngine(threads: 2);
        BytesPerStep(engine, nodes: 2000, edges: 8000);
        GC.Collect();
        int before = GC.CollectionCount(1);

        BytesPerStep(engine, nodes: 2000, edges: 8000, steps: 1000);

        Assert.That(GC.CollectionCount(1) - before, Is.Zero);
    }

    private static long LeastBytesPerStep(CpuEngine engine, int nodes, int edges) =>
        Enumerable.Range(0, Repeats).Min(_ => BytesPerStep(engine, nodes, edges));

    private static long BytesPerStep(CpuEngine engine, int nodes, int edges, int steps = Steps)
    {
        RandomSequence random = new RandomSource(7).Sequence();
        int[] sources = new int[edges];
        int[] targets = new int[edges];
        for (int i = 0; i < edges; i++)
        {
            (sources[i], targets[i]) = (random.NextInt32(nodes), random.NextInt32(nodes));
        }

        using Graph graph = Graph.FromEdges(nodes, sources, targets);
        using Tensor x = Tensor.Normal((nodes, 8), new RandomSource(1), engine: engine);
        using Tensor rows = Tensor.Create([.. Enumerable.Range(0, Labelled)], Labelled, engine);
        using Tensor labels = Tensor.Create([.. Enumerable.Range(0, Labelled).Select(node => node % 3)], Labelled, engine);
        using var model = new Gcn(inputs: 8, hidden: 16, outputs: 3, new RandomSource(2));
        model.MoveTo(engine);
        using Adjacency adjacency = model.Prepare(graph);
        using var optimizer = new Adam(learningRate: 0.01);
        optimizer.Attach(model.ParameterGroups());
        Run(20);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        Run(steps);
        return (GC.GetTotalAllocatedBytes(precise: true) - before) / steps;

        void Run(int count)
        {
            for (int step = 0; step < count; step++)
            {
                using var scope = new TensorScope();
                Tensor logits = model.Forward(ForwardContext.ForTraining(new RandomSource(3).Stream((ulong)step)), x, adjacency);
                CrossEntropy.Of(logits.GatherRows(rows), labels).Backward();
                optimizer.Step();
                optimizer.ClearGradients();
            }
        }
    }
}
