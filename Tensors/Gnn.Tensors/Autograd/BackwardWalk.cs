namespace Gnn.Tensors.Autograd;

/// <summary>The walk from a result back to the leaves: iterative, from the deepest node up, so that a node's gradient is whole when it is reached.</summary>
internal static class BackwardWalk
{
    [ThreadStatic]
    private static List<GradNode>? _reached;

    // One count for all threads: a leaf may be reached from several, one after another, and must not take one thread's walk for another's.
    private static long _walk;

    internal static void Run(GradNode root, Tensor gradient)
    {
        List<GradNode> nodes = _reached ??= [];
        if (nodes.Count > 0)
        {
            throw new InvalidOperationException("Backward was called inside a backward walk on the same thread.");
        }

        try
        {
            Reach(root, nodes);
            nodes.Sort(static (a, b) => b.Depth.CompareTo(a.Depth));
            root.Pending?.Dispose();
            root.Pending = gradient.Alias(gradient.Shape);
            using (NoGrad.Open())
            {
                using var scope = new TensorScope();
                foreach (GradNode node in nodes)
                {
                    if (node.Pending is { } pending)
                    {
                        node.Backward(pending);
                        pending.Dispose();
                        node.Pending = null;
                        scope.Clear();
                    }

                    node.Spend();
                }
            }
        }
        finally
        {
            foreach (GradNode node in nodes)
            {
                node.Pending?.Dispose();
                node.Pending = null;
                node.Drop();
            }

            nodes.Clear();
        }
    }

    private static void Reach(GradNode root, List<GradNode> nodes)
    {
        long walk = Interlocked.Increment(ref _walk);
        Add(root);
        for (int i = 0; i < nodes.Count; i++)
        {
            GradNode node = nodes[i];
            if (node.IsSpent)
            {
                throw new InvalidOperationException(
                    "A part of this computation was walked before, and what it saved is gone: compute the result again before calling Backward again.");
            }

            for (int place = 0; place < node.InputCount; place++)
            {
                if (node.Input(place) is { } input && input.Walk != walk)
                {
                    Add(input);
                }
            }
        }

        // The walk is a holder of its own: the tensor of a result in between may be gone, and its node must last until its turn.
        void Add(GradNode node)
        {
            node.Walk = walk;
            node.Hold();
            nodes.Add(node);
        }
    }
}
