using System.Runtime.InteropServices;
using Gnn.Tensors.Sparse;

namespace Gnn.Graphs.Hypergraphs;

/// <summary>The pairs of members that sets hold, in both directions by source and target, with the sum of the sets' parts and the losses.</summary>
internal sealed class PairExpansion
{
    private readonly List<int> _sources = [];
    private readonly List<int> _targets = [];
    private readonly List<double> _weights = [];

    private PairExpansion(ProjectionLoss loss) => Loss = loss;

    public ReadOnlySpan<int> Sources => CollectionsMarshal.AsSpan(_sources);

    public ReadOnlySpan<int> Targets => CollectionsMarshal.AsSpan(_targets);

    public ReadOnlySpan<double> Weights => CollectionsMarshal.AsSpan(_weights);

    public ProjectionLoss Loss { get; private set; }

    /// <summary>Expands sets, in O(sum of squared sizes).</summary>
    /// <param name="sets">The members of each set, rising.</param>
    /// <param name="setsOf">The sets of each member: the transpose.</param>
    /// <param name="partOf">What a set adds to each of its pairs.</param>
    /// <param name="overlap">The fewest sets that a pair must be in.</param>
    /// <param name="loss">What is lost, with the names and without the counts.</param>
    public static PairExpansion Of(SparseStructure sets, SparseStructure setsOf, ReadOnlySpan<double> partOf, int overlap, ProjectionLoss loss)
    {
        int memberCount = sets.ColumnCount;
        var sums = new double[memberCount];
        int[] counts = new int[memberCount];
        var met = new List<int>();
        bool[] hasPairOfItsOwn = new bool[sets.RowCount];
        long shared = 0, below = 0;
        var result = new PairExpansion(loss);
        for (int member = 0; member < memberCount; member++)
        {
            foreach (int set in setsOf.Row(member))
            {
                foreach (int other in sets.Row(set))
                {
                    if (counts[other]++ == 0)
                    {
                        met.Add(other);
                    }

                    sums[other] += partOf[set];
                }
            }

            // Every pair is met from both its members: the losses are counted from the lower.
            foreach (int set in setsOf.Row(member))
            {
                foreach (int other in sets.Row(set))
                {
                    hasPairOfItsOwn[set] |= other > member && counts[other] == 1;
                }
            }

            met.Sort();
            foreach (int other in met)
            {
                if (other != member)
                {
                    int lower = member < other ? 1 : 0;
                    shared += counts[other] > 1 ? lower : 0;
                    below += counts[other] < overlap ? lower : 0;
                    if (counts[other] >= overlap)
                    {
                        result.Add(member, other, sums[other]);
                    }
                }

                (counts[other], sums[other]) = (0, 0);
            }

            met.Clear();
        }

        result.Loss = CountSets(sets, hasPairOfItsOwn, loss) with { SharedPairs = shared, PairsBelowOverlap = below };
        return result;
    }

    private static ProjectionLoss CountSets(SparseStructure sets, bool[] hasPairOfItsOwn, ProjectionLoss loss)
    {
        var seen = new HashSet<int>(new RowComparer(sets));
        long empty = 0, single = 0, flattened = 0, covered = 0, repeated = 0;
        for (int set = 0; set < sets.RowCount; set++)
        {
            long size = sets.RowLength(set);
            empty += size == 0 ? 1 : 0;
            single += size == 1 ? 1 : 0;
            flattened += size > 2 ? 1 : 0;
            covered += size > 1 && !hasPairOfItsOwn[set] ? 1 : 0;
            repeated += seen.Add(set) ? 0 : 1;
        }

        return loss with { EmptySets = empty, SingletonSets = single, FlattenedSets = flattened, RepeatedSets = repeated, CoveredSets = covered };
    }

    private void Add(int source, int target, double weight)
    {
        if (_sources.Count == Array.MaxLength)
        {
            throw new InvalidOperationException(
                $"The {Loss.Projection} has more than {Array.MaxLength} edges: leave out the largest {Loss.SetName}s, or take the star expansion.");
        }

        _sources.Add(source);
        _targets.Add(target);
        _weights.Add(weight);
    }

    /// <summary>Rows are equal if they have the same columns.</summary>
    private sealed class RowComparer(SparseStructure sets) : IEqualityComparer<int>
    {
        public bool Equals(int x, int y) => sets.Row(x).SequenceEqual(sets.Row(y));

        public int GetHashCode(int row)
        {
            var hash = default(HashCode);
            hash.AddBytes(MemoryMarshal.AsBytes(sets.Row(row)));
            return hash.ToHashCode();
        }
    }
}
