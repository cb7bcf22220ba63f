// Makes a graph of links as they come, looks at it, splits its links and saves it. Run it with: dotnet run -c Release Examples/Scripts/own-graph.cs
#:project ../../Graphs/Gnn.Graphs
#:property PublishAot=false

using Gnn.Graphs;
using Gnn.Graphs.Building;
using Gnn.Graphs.Files;
using Gnn.Graphs.Splits;
using Gnn.Graphs.Statistics;
using Gnn.Graphs.Transforms;
using Gnn.Tensors;

// Ids of another system, unsorted, with a repeat and a self-loop.
long[] from = [900, 17, 17, 42, 5, 900, 42, 17];
long[] to = [17, 42, 5, 900, 42, 17, 42, 900];
using var builder = new GraphBuilder(new GraphBuilderOptions
{
    Duplicates = DuplicatePolicy.First,
    SelfLoops = SelfLoopPolicy.Remove,
    Direction = DirectionPolicy.AddReverses,
});
builder.AddEdges(from, to);
GraphBuild built = builder.Build();
using Graph graph = built.Graph;
Console.WriteLine(built.Report);
Console.WriteLine($"node 0 is {built.Ids[0]}, 900 is node {built.Ids.NodeOf(900)}");

using Graph encoded = graph.WithDegreeOneHot().WithRandomWalkEncodings(4);
Console.WriteLine(encoded);
Console.WriteLine($"{Triangles.Count(graph)} triangles, transitivity {Clustering.Transitivity(graph):0.000}, PageRank of node 0 {PageRank.Of(graph)[0]:0.000}");

// A link, its reverse and its repeats are one: none can train and test.
EdgeSplit links = EdgeSplit.Random(graph, SplitSizes.Shares(train: 0.6, validation: 0.2), new RandomSource(seed: 1));
Console.WriteLine(links.Audit(graph));

string path = Path.Combine(Path.GetTempPath(), $"own-graph-{Environment.ProcessId}{GraphFile.Extension}");
GraphFile.Save(encoded, path);
Console.WriteLine(GraphFile.Verify(path).IsSound ? "the file is sound" : "the file is altered");
using (Graph opened = GraphFile.Open(path))
{
    Console.WriteLine(opened.Equals(encoded) ? "and holds the same graph" : "and holds another graph");
}

File.Delete(path);
