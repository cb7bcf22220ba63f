// Guesses the department of each person of a firm from who works with whom, starting from a QuikGraph graph of names. Run it with:
// dotnet run -c Release -p:GnnAdapters=QuikGraph Examples/Scripts/quikgraph-to-classifier.cs
#:project ../../Graphs/Gnn.QuikGraph
#:project ../../Training/Gnn.Training
#:property PublishAot=false

using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Layers.Models;
using Gnn.QuikGraph;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;
using Gnn.Training;
using Gnn.Training.Optimizers;
using QuikGraph;
using QuikGraph.Algorithms;

// A firm of three departments: one works with one colleague in ten of one's own, and with one in a hundred of the others.
string[] people = [.. Names("sales", 80), .. Names("design", 60), .. Names("finance", 40)];
var random = new Random(1);
var firm = new UndirectedGraph<string, Edge<string>>();
firm.AddVertexRange(people);
foreach ((string one, string other) in people.SelectMany((one, i) => people[..i].Select(other => (one, other))))
{
    if (random.NextDouble() < (Department(one) == Department(other) ? 0.1 : 0.01))
    {
        firm.AddEdge(new Edge<string>(one, other));
    }
}

// In: vertices become nodes, and what is known of a person a label. Nothing else is: the features are who one is.
(Graph graph, VertexMap<string> map) = firm.ToGnnGraph(label: Department);
using Graph known = graph.WithFeatures(SparseTensor.Identity(graph.NodeCount));
NodeSplit split = NodeSplit.PerClass(known, trainPerClass: 5, validationCount: 30, testCount: 120, new RandomSource(seed: 1));

using var model = new Gcn(inputs: graph.NodeCount, hidden: 16, outputs: graph.ClassCount, new RandomSource(seed: 1));
using var optimizer = new Adam(learningRate: 0.01, weightDecay: 5e-4);
TrainingReport report = new NodeClassificationTrainer(model, optimizer).Fit(known, split, epochs: 200);

// Out: QuikGraph's algorithms read the graph in place.
int components = graph.AsUndirectedQuikGraph().ConnectedComponents(new Dictionary<int, int>());
Console.WriteLine($"{graph.NodeCount} people in {components} connected components, {graph.EdgeCount / 2} pairs of colleagues");
Console.WriteLine($"{map.Vertices[report.TestNodes[0]]} is put in {graph.ClassName(report.TestPredictions[0])}");
Console.WriteLine($"majority baseline {report.Baseline.TestAccuracy:0.0000}");
Console.WriteLine($"test accuracy {report.Test.Accuracy:0.0000}");

static IEnumerable<string> Names(string department, int count) => Enumerable.Range(1, count).Select(number => $"{department} {number}");

static string Department(string person) => person.Split(' ')[0];
