using Gnn.Graphs.Heterogeneous;
using Gnn.Graphs.Splits;
using Gnn.Tensors;

namespace Gnn.Training.Recommendation;

/// <summary>The parts of a recommender's data. Test interactions are not read before <see cref="ReadTest"/>.</summary>
internal sealed class RecommendationParts
{
    private readonly HeteroGraph _graph;
    private readonly EdgeType _type;
    private readonly IndexSplit _split;

    internal RecommendationParts(HeteroGraph graph, IndexSplit split, double validationShare, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(split);
        (_graph, _split, _type) = (graph, split, TypeOf(graph));
        Check();
        Interactions train = Read(split.Train);
        Interactions validation = Read(split.Validation);
        Train = split.Validation.IsEmpty ? train : Read([.. split.Train, .. split.Validation]);
        if (validationShare > 0 && validation.Count > 0)
        {
            CheckApart(train, validation, "validation");
            (Fit, Validation) = (train, validation);
        }
        else if (validationShare > 0)
        {
            (Fit, Validation) = HoldOut(Train, validationShare, random.Stream("validation"));
            if (Validation.Count == 0)
            {
                throw new ArgumentException($"No user has items enough to hold {validationShare} of them out: fix the epochs in advance with a ValidationShare of 0.", nameof(split));
            }
        }
        else
        {
            (Fit, Validation) = (Train, null);
        }
    }

    internal int UserCount => _graph.NodeCount(_type.Source);

    internal int ItemCount => _graph.NodeCount(_type.Target);

    internal string SplitName => _split.Name;

    /// <summary>All training interactions.</summary>
    internal Interactions Train { get; }

    /// <summary>Those that train while the epoch is chosen.</summary>
    internal Interactions Fit { get; }

    /// <summary>Those that choose the epoch; null if it is fixed in advance.</summary>
    internal Interactions? Validation { get; }

    /// <summary>The test interactions. Call it when every score stands.</summary>
    internal Interactions ReadTest()
    {
        Interactions test = Read(_split.Test);
        CheckApart(Train, test, "test");
        return test;
    }

    /// <summary>A share of each user's items, rounded up or down by chance so that it holds on average; one item stays.</summary>
    private static (Interactions Fit, Interactions HeldOut) HoldOut(Interactions all, double share, RandomSource random)
    {
        var fit = (Users: new List<int>(all.Count), Items: new List<int>(all.Count));
        var held = (Users: new List<int>(), Items: new List<int>());
        for (int user = 0; user < all.UserCount; user++)
        {
            ReadOnlySpan<int> own = all.Of(user);
            if (own.IsEmpty)
            {
                continue;
            }

            RandomSequence draws = random.Stream((ulong)user).Sequence();
            int count = Math.Min((int)((own.Length * share) + draws.NextDouble()), own.Length - 1);
            int[] order = draws.Permutation(own.Length);
            for (int k = 0; k < own.Length; k++)
            {
                (List<int> users, List<int> items) = k < count ? held : fit;
                users.Add(user);
                items.Add(own[order[k]]);
            }
        }

        return (Pack(fit), Pack(held));

        Interactions Pack((List<int> Users, List<int> Items) part) => Interactions.From(all.UserCount, all.ItemCount, [.. part.Users], [.. part.Items]);
    }

    private static EdgeType TypeOf(HeteroGraph graph) => graph.EdgeTypes.Count > 0 && graph.EdgeTypes[0].Source != graph.EdgeTypes[0].Target
        ? graph.EdgeTypes[0]
        : throw new ArgumentException(
            $"The first edge type must lead from users to items, got {(graph.EdgeTypes.Count == 0 ? "a graph without edges" : graph.EdgeTypes[0].ToString())}.", nameof(graph));

    private static void CheckApart(Interactions train, Interactions other, string part)
    {
        for (int user = 0; user < other.UserCount; user++)
        {
            foreach (int item in other.Of(user))
            {
                if (train.Contains(user, item))
                {
                    throw new ArgumentException($"The {part} interaction of user {user} and item {item} is a training interaction too: what is measured must not be in training.");
                }
            }
        }
    }

    private void Check()
    {
        if (_split.ItemCount != _graph.EdgeCount(_type))
        {
            throw new ArgumentException($"The split '{_split.Name}' is of {_split.ItemCount} interactions, but the graph has {_graph.EdgeCount(_type)} edges {_type}.", nameof(_split));
        }

        if (_split.Train.IsEmpty)
        {
            throw new ArgumentException($"The split '{_split.Name}' has no training interactions.", nameof(_split));
        }

        if (_split.Test.IsEmpty)
        {
            throw new ArgumentException($"The split '{_split.Name}' has no test interactions: draw one with IndexSplit.Random.", nameof(_split));
        }
    }

    private Interactions Read(ReadOnlySpan<int> edges)
    {
        ReadOnlySpan<int> sources = _graph.Sources(_type);
        ReadOnlySpan<int> targets = _graph.Targets(_type);
        int[] users = new int[edges.Length];
        int[] items = new int[edges.Length];
        for (int k = 0; k < edges.Length; k++)
        {
            (users[k], items[k]) = (sources[edges[k]], targets[edges[k]]);
        }

        return Interactions.From(UserCount, ItemCount, users, items);
    }
}
