namespace Gnn.Training.Signed;

/// <summary>What the known edges tell of a pair of nodes without a network: degrees by sign, and triads.</summary>
/// <remarks>Of a pair that is itself a known edge, this edge is left out: else training would see its own answer. Triads as in Leskovec, Huttenlocher and Kleinberg, "Predicting positive
/// and negative links in online social networks", 2010: a third node, each of its two edges one way or the other and of one sign or the other, 16 kinds.</remarks>
internal sealed class PairFeatures
{
    internal const int DegreeColumns = 8;
    internal const int TriadColumns = 16;
    private const int ReverseColumns = 2;

    private readonly List<(int Other, int Kind)>[] _incident;

    internal PairFeatures(int nodeCount, SignEdges known)
    {
        _incident = new List<(int, int)>[nodeCount];
        for (int node = 0; node < nodeCount; node++)
        {
            _incident[node] = [];
        }

        for (int edge = 0; edge < known.Count; edge++)
        {
            int sign = known.IsPositive[edge] ? 0 : 1;
            _incident[known.Sources[edge]].Add((known.Targets[edge], sign));
            _incident[known.Targets[edge]].Add((known.Sources[edge], 2 + sign));
        }
    }

    /// <summary>The columns of a kind of baseline.</summary>
    internal static int Columns(SignBaselineKind kind) => kind switch
    {
        SignBaselineKind.Degrees => DegreeColumns,
        SignBaselineKind.Triads => TriadColumns,
        _ => DegreeColumns + TriadColumns + ReverseColumns,
    };

    /// <summary>The rows of pairs, [n, columns].</summary>
    internal double[] Rows(int[] sources, int[] targets, SignBaselineKind kind)
    {
        int columns = Columns(kind);
        double[] rows = new double[checked(sources.Length * columns)];
        for (int pair = 0; pair < sources.Length; pair++)
        {
            Span<double> row = rows.AsSpan(pair * columns, columns);
            if (kind != SignBaselineKind.Triads)
            {
                Degrees(sources[pair], targets[pair], row);
                row = row[DegreeColumns..];
            }

            if (kind != SignBaselineKind.Degrees)
            {
                Triads(sources[pair], targets[pair], row);
                row = row[TriadColumns..];
            }

            if (kind == SignBaselineKind.PairFeatures)
            {
                Reverse(sources[pair], targets[pair], row);
            }
        }

        return rows;
    }

    /// <summary>log(1 + degree) of both ends, out and in, positive and negative.</summary>
    private void Degrees(int source, int target, Span<double> row)
    {
        foreach ((int other, int kind) in _incident[source])
        {
            row[kind] += kind < 2 && other == target ? 0 : 1;
        }

        foreach ((int other, int kind) in _incident[target])
        {
            row[4 + kind] += kind >= 2 && other == source ? 0 : 1;
        }

        for (int column = 0; column < DegreeColumns; column++)
        {
            row[column] = Math.Log(1 + row[column]);
        }
    }

    /// <summary>log(1 + the number) of third nodes by how they stand to both ends.</summary>
    private void Triads(int source, int target, Span<double> row)
    {
        var between = new Dictionary<int, (int, int, int, int)>();
        foreach ((int other, int kind) in _incident[source])
        {
            if (other != source && other != target)
            {
                (int a, int b, int c, int d) = between.GetValueOrDefault(other);
                between[other] = (a + (kind == 0 ? 1 : 0), b + (kind == 1 ? 1 : 0), c + (kind == 2 ? 1 : 0), d + (kind == 3 ? 1 : 0));
            }
        }

        foreach ((int other, int kind) in _incident[target])
        {
            if (other != target && between.TryGetValue(other, out (int A, int B, int C, int D) counts))
            {
                row[kind] += counts.A;
                row[4 + kind] += counts.B;
                row[8 + kind] += counts.C;
                row[12 + kind] += counts.D;
            }
        }

        for (int column = 0; column < TriadColumns; column++)
        {
            row[column] = Math.Log(1 + row[column]);
        }
    }

    /// <summary>Whether the target calls the source a friend, or a foe.</summary>
    private void Reverse(int source, int target, Span<double> row)
    {
        foreach ((int other, int kind) in _incident[target])
        {
            if (other == source && kind < 2)
            {
                row[kind] = 1;
            }
        }
    }
}
