using Gnn.Graphs;
using Gnn.Graphs.Links;

namespace Gnn.Tests.Graphs.Links;

/// <summary>The heuristics by their definitions, on a dense matrix of zeros and ones.</summary>
internal sealed class BruteForce
{
    private readonly double[,] _adjacency;
    private readonly int _nodes;

    public BruteForce(Graph graph)
    {
        _nodes = graph.NodeCount;
        _adjacency = new double[_nodes, _nodes];
        for (int edge = 0; edge < graph.EdgeCount; edge++)
        {
            (int from, int to) = (graph.Sources[edge], graph.Targets[edge]);
            if (from != to)
            {
                (_adjacency[from, to], _adjacency[to, from]) = (1, 1);
            }
        }
    }

    /// <summary>The scores of all pairs, 0 on the diagonal.</summary>
    public double[,] All(LinkHeuristic heuristic, double beta, double damping)
    {
        double[,]? table = heuristic switch
        {
            LinkHeuristic.Katz => Inverse((i, j) => (i == j ? 1 : 0) - (beta * _adjacency[i, j])),
            LinkHeuristic.PersonalizedPageRank => Ranks(damping),
            LinkHeuristic.ShortestPath => Distances(),
            _ => null,
        };
        double[,] scores = new double[_nodes, _nodes];
        for (int u = 0; u < _nodes; u++)
        {
            for (int v = 0; v < _nodes; v++)
            {
                scores[u, v] = u == v ? 0 : heuristic switch
                {
                    LinkHeuristic.Katz => table![u, v],
                    LinkHeuristic.PersonalizedPageRank => table![u, v] + table[v, u],
                    LinkHeuristic.ShortestPath => double.IsFinite(table![u, v]) ? 1 / table[u, v] : 0,
                    _ => Local(heuristic, u, v),
                };
            }
        }

        return scores;
    }

    private double Local(LinkHeuristic heuristic, int u, int v)
    {
        HashSet<int> ofBoth = [.. Neighbours(u).Intersect(Neighbours(v))];
        int union = Neighbours(u).Union(Neighbours(v)).Count();
        return heuristic switch
        {
            LinkHeuristic.CommonNeighbors => ofBoth.Count,
            LinkHeuristic.AdamicAdar => ofBoth.Order().Sum(w => 1 / Math.Log(Neighbours(w).Count())),
            LinkHeuristic.ResourceAllocation => ofBoth.Order().Sum(w => 1.0 / Neighbours(w).Count()),
            LinkHeuristic.Jaccard => union == 0 ? 0 : (double)ofBoth.Count / union,
            LinkHeuristic.PreferentialAttachment => Neighbours(u).Count() * Neighbours(v).Count(),
            _ => throw new ArgumentOutOfRangeException(nameof(heuristic)),
        };
    }

    private IEnumerable<int> Neighbours(int node) => Enumerable.Range(0, _nodes).Where(other => _adjacency[node, other] != 0);

    // Row u is p_u; a node without neighbours sends its walk back to where it started.
    private double[,] Ranks(double damping)
    {
        double[,] ranks = new double[_nodes, _nodes];
        for (int u = 0; u < _nodes; u++)
        {
            double[,] inverse = Inverse((to, from) =>
            {
                int degree = Neighbours(from).Count();
                double step = degree == 0 ? (to == u ? 1 : 0) : _adjacency[from, to] / degree;
                return (to == from ? 1 : 0) - (damping * step);
            });
            for (int v = 0; v < _nodes; v++)
            {
                ranks[u, v] = (1 - damping) * inverse[v, u];
            }
        }

        return ranks;
    }

    private double[,] Distances()
    {
        double[,] distances = new double[_nodes, _nodes];
        for (int u = 0; u < _nodes; u++)
        {
            for (int v = 0; v < _nodes; v++)
            {
                distances[u, v] = u == v ? 0 : _adjacency[u, v] != 0 ? 1 : double.PositiveInfinity;
            }
        }

        for (int over = 0; over < _nodes; over++)
        {
            for (int u = 0; u < _nodes; u++)
            {
                for (int v = 0; v < _nodes; v++)
                {
                    distances[u, v] = Math.Min(distances[u, v], distances[u, over] + distances[over, v]);
                }
            }
        }

        return distances;
    }

    // Gauss and Jordan, without pivots: the matrices have a dominant diagonal or a positive definite one.
    private double[,] Inverse(Func<int, int, double> entry)
    {
        double[,] matrix = new double[_nodes, 2 * _nodes];
        for (int i = 0; i < _nodes; i++)
        {
            for (int j = 0; j < _nodes; j++)
            {
                matrix[i, j] = entry(i, j);
            }

            matrix[i, _nodes + i] = 1;
        }

        for (int pivot = 0; pivot < _nodes; pivot++)
        {
            for (int i = 0; i < _nodes; i++)
            {
                double factor = matrix[i, pivot] / matrix[pivot, pivot];
                for (int j = pivot; i != pivot && factor != 0 && j < 2 * _nodes; j++)
                {
                    matrix[i, j] -= factor * matrix[pivot, j];
                }
            }
        }

        double[,] inverse = new double[_nodes, _nodes];
        for (int i = 0; i < _nodes; i++)
        {
            for (int j = 0; j < _nodes; j++)
            {
                inverse[i, j] = matrix[i, _nodes + j] / matrix[i, i];
            }
        }

        return inverse;
    }
}
