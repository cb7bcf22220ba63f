using Gnn.Graphs;
using Gnn.Graphs.Batching;
using Gnn.Layers;
using Gnn.Layers.Aggregations;
using Gnn.Layers.MessagePassing;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers.MessagePassing;

[TestFixture]
internal sealed class GraphNetworkBlockTests
{
    private static readonly int[] Sizes = [4, 1, 6];

    private static IEnumerable<Engine> Engines => TestEngines.All;

    [TestCaseSource(nameof(Engines))]
    public void Forward_WorkedExample_GivesTheSums(Engine engine)
    {
        using var scope = new TensorScope();
        using Graph graph = Graph.FromEdges(3, [0, 1, 0], [2, 2, 1]);
        using var topology = new GraphNetworkTopology(graph);

        // Each network sums its columns.
        using var block = new GraphNetworkBlock(new ColumnSum(), new ColumnSum(), new ColumnSum());
        var state = new GraphNetworkState(Column(engine, 1, 2, 4), topology.OrderEdges(Column(engine, 10, 20, 30)), Column(engine, 100));

        GraphNetworkState next = block.Forward(ForwardContext.Inference, state, topology);

        // 0 -> 2: 1 + 4 + 10 + 100; 1 -> 2: 2 + 4 + 20 + 100; 0 -> 1: 1 + 2 + 30 + 100, entries by target.
        Assert.That(next.Edges!.ToArray<double>(), Is.EqualTo(new double[] { 133, 115, 126 }).Within(1e-4));
        Assert.That(next.Nodes.ToArray<double>(), Is.EqualTo(new double[] { 101, 235, 345 }).Within(1e-4));
        Assert.That(next.Globals!.ToArray<double>(), Is.EqualTo(new double[] { 100 + 681 + 374 }).Within(1e-3));
    }

    [TestCaseSource(nameof(Engines))]
    public void Forward_BatchOfGraphs_GivesWhatOneByOneGives(Engine engine)
    {
        using var scope = new TensorScope();
        using GraphNetworkBlock block = Block(wraps: false);
        block.MoveTo(engine);
        Graph[] graphs = Graphs(engine);
        using var batch = GraphBatch.FromGraphs(graphs);
        using var topology = new GraphNetworkTopology(batch);
        GraphNetworkState[] states = [.. graphs.Select((graph, place) => State(graph, place, engine))];
        var together = new GraphNetworkState(
            Tensor.Concatenate(Array.ConvertAll(states, state => state.Nodes), 0),
            topology.OrderEdges(Tensor.Concatenate(Array.ConvertAll(states, state => state.Edges!), 0)),
            Tensor.Concatenate(Array.ConvertAll(states, state => state.Globals!), 0));

        GraphNetworkState next = block.Forward(ForwardContext.Inference, together, topology);

        (int node, int edge) = (0, 0);
        double tolerance = engine.FloatType == DataType.Float64 ? 1e-12 : 1e-5;
        for (int i = 0; i < graphs.Length; i++)
        {
            using var alone = new GraphNetworkTopology(graphs[i]);
            GraphNetworkState one = block.Forward(ForwardContext.Inference, states[i] with { Edges = alone.OrderEdges(states[i].Edges!) }, alone);
            AssertRows(one.Nodes, next.Nodes, ref node, tolerance);
            AssertRows(one.Edges!, next.Edges!, ref edge, tolerance);
            int graph = i;
            AssertRows(one.Globals!, next.Globals!, ref graph, tolerance);
        }

        Array.ForEach(graphs, graph => graph.Dispose());
    }

    [Test]
    public void Forward_LinearMapFirst_GivesWhatTheConcatenationGives([Values] bool hasEdges, [Values] bool hasGlobals)
    {
        using var scope = new TensorScope();
        using GraphNetworkBlock mapped = Block(wraps: false, hasEdges, hasGlobals), concatenated = Block(wraps: true, hasEdges, hasGlobals);
        mapped.MoveTo(TestEngines.Reference);
        concatenated.MoveTo(TestEngines.Reference);
        using Graph graph = TestGraphs.Graph(TestEngines.Reference);
        using var topology = new GraphNetworkTopology(graph);
        GraphNetworkState state = State(graph, 0, TestEngines.Reference);
        state = state with { Edges = hasEdges ? state.Edges : null, Globals = hasGlobals ? state.Globals : null };

        GraphNetworkState actual = mapped.Forward(ForwardContext.Inference, state, topology);
        GraphNetworkState expected = concatenated.Forward(ForwardContext.Inference, state, topology);

        Assert.That(actual.Edges!.ToArray<double>(), Is.EqualTo(expected.Edges!.ToArray<double>()).Within(1e-12));
        Assert.That(actual.Nodes.ToArray<double>(), Is.EqualTo(expected.Nodes.ToArray<double>()).Within(1e-12));
        Assert.That(actual.Globals!.ToArray<double>(), Is.EqualTo(expected.Globals!.ToArray<double>()).Within(1e-12));
    }

    [Test]
    public void Forward_Block_HasTheGradientsOfCentralDifferences()
    {
        using GraphNetworkBlock block = Block(wraps: false);
        block.MoveTo(TestEngines.Reference);
        using Graph graph = TestGraphs.Graph(TestEngines.Reference, nodes: 6, edges: 12);
        using var topology = new GraphNetworkTopology(graph);
        using Tensor nodes = TestGraphs.Features(6, 3, TestEngines.Reference).WithGradient();
        using Tensor edges = TestGraphs.Features(12, 2, TestEngines.Reference, "edges").WithGradient();
        using Tensor globals = TestGraphs.Features(1, 2, TestEngines.Reference, "globals").WithGradient();

        double error = GradientCheck.Run(
            () =>
            {
                GraphNetworkState next = block.Forward(ForwardContext.Inference, new GraphNetworkState(nodes, edges, globals), topology);
                return Tensor.Concatenate([next.Nodes, next.Edges!, next.Globals!], 0);
            },
            [nodes, edges, globals, .. block.Parameters().Select(parameter => parameter.Value)]);

        Assert.That(error, Is.LessThan(GradientCheck.Bound));
    }

    [Test]
    public void Forward_PartsThatDoNotFit_AreRefused()
    {
        using var scope = new TensorScope();
        using GraphNetworkBlock block = Block(wraps: false);
        using Graph graph = TestGraphs.Graph(Engine.Default);
        using var topology = new GraphNetworkTopology(graph);
        GraphNetworkState state = State(graph, 0, Engine.Default);

        Assert.Multiple(() =>
        {
            Assert.That(
                () => block.Forward(ForwardContext.Inference, state with { Nodes = Tensor.Zeros((14, 3)) }, topology),
                Throws.ArgumentException.With.Message.Contains("[14, 3]"));
            Assert.That(
                () => block.Forward(ForwardContext.Inference, state with { Globals = Tensor.Zeros((2, 2)) }, topology),
                Throws.ArgumentException.With.Message.Contains("[2, 2]"));
            Assert.That(
                () => block.Forward(ForwardContext.Inference, state with { Nodes = Tensor.Zeros((15, 4)) }, topology),
                Throws.ArgumentException.With.Message.Contains("10 columns"));
        });
    }

    private static void AssertRows(Tensor expected, Tensor actual, ref int start, double tolerance)
    {
        Assert.That(actual.Rows(start, expected.Shape[0]).ToArray<double>(), Is.EqualTo(expected.ToArray<double>()).Within(tolerance));
        start += (int)expected.Shape[0];
    }

    private static Graph[] Graphs(Engine engine) =>
        [.. Sizes.Select((size, place) => TestGraphs.Graph(engine, size, edges: 2 * size, seed: (ulong)place))];

    private static GraphNetworkState State(Graph graph, int place, Engine engine) => new(
        TestGraphs.Features(graph.NodeCount, 3, engine, $"nodes {place}"),
        TestGraphs.Features((int)graph.EdgeCount, 2, engine, $"edges {place}"),
        TestGraphs.Features(1, 2, engine, $"globals {place}"));

    private static GraphNetworkBlock Block(bool wraps, bool hasEdges = true, bool hasGlobals = true)
    {
        var random = new RandomSource(4);
        int globals = hasGlobals ? 2 : 0;
        IFeatureMap edges = new Sequential(
            new Linear(6 + (hasEdges ? 2 : 0) + globals, 5, random.Stream("edges")), new ActivationMap(Activation.Tanh));
        return new GraphNetworkBlock(
            wraps ? new Wrapped(edges) : edges,
            new Linear(3 + 5 + globals, 5, random.Stream("nodes")),
            new Linear(globals + 10, 5, random.Stream("globals")),
            new GraphNetworkOptions { EdgesOfGraph = new Aggregate(Aggregation.Max), NodesOfGraph = new Aggregate(Aggregation.Mean) });
    }

    private static Tensor Column(Engine engine, params double[] values) => Tensor.Create(values, (values.Length, 1), engine);

    private sealed class ColumnSum : IFeatureMap
    {
        public Tensor Forward(in ForwardContext context, Features x) => x.ToDense().Sum(axis: 1, keepAxis: true);
    }

    /// <summary>A network that does not show its first linear map.</summary>
    private sealed class Wrapped : Module, IFeatureMap
    {
        private readonly IFeatureMap _inner;

        internal Wrapped(IFeatureMap inner)
        {
            _inner = inner;
            AddModule("inner", (Module)inner);
        }

        public Tensor Forward(in ForwardContext context, Features x) => _inner.Forward(context, x);
    }
}
