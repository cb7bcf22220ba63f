using Gnn.Graphs;
using Gnn.Layers;
using Gnn.Layers.Links;
using Gnn.Tensors;

namespace Gnn.Tests.Layers.Links;

/// <summary>NCN's score of one pair, node by node in plain loops.</summary>
internal sealed class NcnOracle
{
    private readonly Dictionary<string, double[]> _parameters;
    private readonly HashSet<int>[] _neighbors;
    private readonly double[][] _z;
    private readonly double[][] _further;

    internal NcnOracle(Ncn model, Graph graph, Tensor embedding)
    {
        _parameters = model.NamedParameters().ToDictionary(named => named.Name, named => named.Parameter.Value.ToArray<double>(), StringComparer.Ordinal);
        _neighbors = [.. Enumerable.Range(0, graph.NodeCount).Select(_ => new HashSet<int>())];
        for (int edge = 0; edge < graph.EdgeCount; edge++)
        {
            (int from, int to) = (graph.Sources[edge], graph.Targets[edge]);
            if (from != to)
            {
                _neighbors[from].Add(to);
                _neighbors[to].Add(from);
            }
        }

        _z = [.. embedding.ToArray<double>().Chunk((int)embedding.Shape[1])];
        _further = [.. _z.Select(Node)];
    }

    internal double Score(int source, int target, NeighborCompletion? completion) => Score(source, target, completion, _z);

    private double Score(int source, int target, NeighborCompletion? completion, double[][] z)
    {
        double[] sums = new double[z[0].Length];
        foreach (int node in _neighbors[source].Union(_neighbors[target]))
        {
            bool isCommon = _neighbors[source].Contains(node) && _neighbors[target].Contains(node);
            int stranger = _neighbors[source].Contains(node) ? target : source;
            if (isCommon || (completion is not null && node != stranger))
            {
                Add(sums, Node(z[node]), isCommon ? 1 : Weight(Score(stranger, node, completion: null, _further), completion!));
            }
        }

        double[] pair = Step("pair", [.. z[source].Zip(z[target], (a, b) => a * b)], isNormalized: true);
        Add(pair, Step("common.1", Step("common.0", sums, isNormalized: false), isNormalized: true), _parameters["beta"][0]);
        double[] hidden = Step("head.1", Step("head.0", pair, isNormalized: true), isNormalized: true);
        return Map("out", hidden)[0];
    }

    private static double Weight(double logit, NeighborCompletion completion)
    {
        double q = 1 / (1 + Math.Exp(-completion.Scale * (logit - completion.Offset)));
        return completion.Most * completion.Prior * q / ((completion.Prior * q) + (1 - q));
    }

    private double[] Node(double[] z)
    {
        double[] sum = [.. z];
        Add(sum, Step("node.1", Step("node.0", z, isNormalized: false), isNormalized: true), 1);
        return sum;
    }

    private double[] Step(string name, double[] x, bool isNormalized)
    {
        double[] y = Map($"{name}.lin", x);
        if (isNormalized)
        {
            double mean = y.Average();
            double variance = y.Average(value => (value - mean) * (value - mean));
            for (int i = 0; i < y.Length; i++)
            {
                y[i] = ((y[i] - mean) / Math.Sqrt(variance + 1e-5) * _parameters[$"{name}.norm.weight"][i]) + _parameters[$"{name}.norm.bias"][i];
            }
        }

        return [.. y.Select(value => Math.Max(value, 0))];
    }

    private double[] Map(string name, double[] x)
    {
        double[] weight = _parameters[$"{name}.weight"];
        double[] bias = _parameters[$"{name}.bias"];
        return [.. bias.Select((start, row) => start + x.Select((value, column) => value * weight[(row * x.Length) + column]).Sum())];
    }

    private static void Add(double[] sum, double[] addend, double scale)
    {
        for (int i = 0; i < sum.Length; i++)
        {
            sum[i] += scale * addend[i];
        }
    }
}
