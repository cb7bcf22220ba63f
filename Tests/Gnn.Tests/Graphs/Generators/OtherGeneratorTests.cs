using Gnn.Graphs.Generators;
using Gnn.Tensors;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Generators;

/// <summary>Hypergraphs, signed graphs, event streams and n-body trajectories.</summary>
[TestFixture]
internal sealed class OtherGeneratorTests
{
    [Test]
    public void RandomHypergraph_Weights_GiveSizesAndMembers()
    {
        const int count = 20_000;
        double[] weights = [0, 1, 0, 2, 0, 5, 0];
        HyperedgeLists hypergraph = RandomHypergraph.Create(10, count, weights, new RandomSource(3), threads: 1);
        HyperedgeLists eight = RandomHypergraph.Create(10, count, weights, new RandomSource(3), threads: 8);
        int[] sizes = new int[11];
        int[] degrees = new int[10];
        for (int hyperedge = 0; hyperedge < count; hyperedge++)
        {
            ReadOnlySpan<int> nodes = hypergraph.Nodes(hyperedge);
            sizes[nodes.Length]++;
            for (int i = 0; i < nodes.Length; i++)
            {
                degrees[nodes[i]]++;
                Assert.That(i == 0 || nodes[i] > nodes[i - 1], Is.True, "distinct and ascending");
            }
        }

        Assert.That(eight.Members.SequenceEqual(hypergraph.Members) && eight.Offsets.SequenceEqual(hypergraph.Offsets), Is.True);
        for (int size = 0; size < weights.Length; size++)
        {
            double p = weights[size] / 8;
            Assert.That(sizes[size], Is.EqualTo(count * p).Within(3 * Math.Sqrt(count * p * (1 - p))), $"size {size}");
        }

        // A node is in a hyperedge with the chance E[size] / N = 4 / 10; three and a half deviations since ten are looked at together.
        Assert.That(degrees, Is.All.EqualTo(count * 0.4).Within(3.5 * Math.Sqrt(count * 0.4 * 0.6)));
    }

    [Test]
    public void RandomHypergraph_GivenSizes_AreKept()
    {
        HyperedgeLists hypergraph = RandomHypergraph.Create(5, [5, 1, 3], new RandomSource(1));

        Assert.That(hypergraph.Nodes(0).ToArray(), Is.EqualTo(new[] { 0, 1, 2, 3, 4 }));
        Assert.That(hypergraph.Offsets.ToArray(), Is.EqualTo(new long[] { 0, 5, 6, 9 }));
        Assert.That(hypergraph.ToString(), Is.EqualTo("HyperedgeLists: 5 nodes, 3 hyperedges, 9 memberships"));
        Assert.That(RandomHypergraph.Create(5, [], new RandomSource(1)).HyperedgeCount, Is.Zero);
        Assert.That(() => RandomHypergraph.Create(5, [2, 6], new RandomSource(1)), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("hyperedge 1"));
        Assert.That(() => RandomHypergraph.Create(5, [0], new RandomSource(1)), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => RandomHypergraph.Create(5, 2, [1, 1], new RandomSource(1)), Throws.ArgumentException.With.Message.Contains("0 first"));
        Assert.That(() => RandomHypergraph.Create(2, 2, [0, 1, 1, 1], new RandomSource(1)), Throws.ArgumentException.With.Message.Contains("at most 3 entries"));
        Assert.That(() => RandomHypergraph.Create(5, 2, [0, double.NaN], new RandomSource(1)), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void BalancedSignedGraph_NothingFlipped_HasNoUnbalancedEdge([Values(1, 2, 4)] int factions)
    {
        SignedEdges graph = BalancedSignedGraph.Create(200, 0.1, new RandomSource(2), factions);
        for (int edge = 0; edge < graph.Signs.Length; edge++)
        {
            Assert.That(graph.Sources[edge], Is.LessThan(graph.Targets[edge]));
            Assert.That(graph.Signs[edge] > 0, Is.EqualTo(graph.Factions[graph.Sources[edge]] == graph.Factions[graph.Targets[edge]]));
        }

        Assert.That(graph.Factions.ToArray().Distinct().Count(), Is.EqualTo(factions));
        Assert.That(graph.Signs.Length, Is.EqualTo(1990).Within(3 * Math.Sqrt(1990 * 0.9)));
    }

    [Test]
    public void BalancedSignedGraph_Flipped_HasTheShare()
    {
        SignedEdges graph = BalancedSignedGraph.Create(300, 0.2, new RandomSource(2), flipProbability: 0.1);
        int broken = 0;
        for (int edge = 0; edge < graph.Signs.Length; edge++)
        {
            broken += graph.Signs[edge] > 0 == (graph.Factions[graph.Sources[edge]] == graph.Factions[graph.Targets[edge]]) ? 0 : 1;
        }

        Assert.That(broken, Is.EqualTo(0.1 * graph.Signs.Length).Within(3 * Math.Sqrt(0.09 * graph.Signs.Length)));
        Assert.That(() => BalancedSignedGraph.Create(5, 0.2, new RandomSource(2), 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void TriadicClosure_Closures_CloseTrianglesAsOftenAsAsked()
    {
        const int events = 6000;
        EventStream stream = TriadicClosure.Create(300, events, 0.4, new RandomSource(6), repeatProbability: 0.5);
        EventStream again = TriadicClosure.Create(300, events, 0.4, new RandomSource(6), repeatProbability: 0.5);
        var friends = new HashSet<int>[300];
        int repeats = 0;
        for (int i = 0; i < events; i++)
        {
            (int from, int to) = (stream.Sources[i], stream.Targets[i]);
            HashSet<int> mine = friends[from] ??= [];
            HashSet<int> theirs = friends[to] ??= [];
            Assert.That(from, Is.Not.EqualTo(to));
            Assert.That(i == 0 || stream.Times[i] > stream.Times[i - 1], Is.True);
            if (stream.IsClosure[i])
            {
                Assert.That((mine.Contains(to), mine.Overlaps(theirs)), Is.EqualTo((false, true)));
            }

            repeats += mine.Contains(to) ? 1 : 0;
            mine.Add(to);
            theirs.Add(from);
        }

        Assert.That(again.Sources.SequenceEqual(stream.Sources) && again.Targets.SequenceEqual(stream.Targets) && again.Times.SequenceEqual(stream.Times), Is.True);

        // From the 1000th event on nearly all sources can close: 0.4 of 5000 with a fall of a few; of the others half repeat, and chance meetings add some.
        int closures = stream.IsClosure[1000..].ToArray().Count(closes => closes);
        Assert.That(closures, Is.EqualTo(0.4 * 5000).Within((3 * Math.Sqrt(5000 * 0.24)) + 20));
        Assert.That(repeats, Is.GreaterThan(0.3 * 0.9 * events));

        // Gaps are geometric with mean 100 and deviation about 99.5.
        Assert.That(stream.Times[^1] / (double)events, Is.EqualTo(100).Within(3 * 99.5 / Math.Sqrt(events)));
    }

    [Test]
    public void TriadicClosure_NeverAsked_ClosesNone()
    {
        EventStream stream = TriadicClosure.Create(10, 500, 0, new RandomSource(6), meanGap: 1);

        Assert.That(stream.IsClosure.Contains(true), Is.False);
        Assert.That(stream.Times[^1], Is.EqualTo(500));
        Assert.That(() => TriadicClosure.Create(1, 5, 0, new RandomSource(1)), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => TriadicClosure.Create(5, 5, 0, new RandomSource(1), meanGap: 0.5), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("'meanGap'"));
    }

    // Leapfrog keeps the momentum to rounding and the energy to the square of the step; charges that come close are bounded, so that they start far apart here.
    [TestCase(NBodyForce.Spring, 2)]
    [TestCase(NBodyForce.Charge, 3)]
    public void NBody_OpenSpace_KeepsMomentumAndEnergy(NBodyForce force, int dimensions)
    {
        NBodyOptions options = (force == NBodyForce.Charge ? NBodyOptions.Charged : new()) with
        {
            Dimensions = dimensions,
            BoxSize = null,
            PositionDeviation = 3,
            FrameCount = 20,
            MaxForce = double.PositiveInfinity,
        };
        foreach (NBodyTrajectory trajectory in NBody.Simulate(options, 4, new RandomSource(1)))
        {
            double start = Energy(trajectory, 0);
            for (int frame = 0; frame < 20; frame++)
            {
                Assert.That(Energy(trajectory, frame), Is.EqualTo(start).Within(1e-3 * (1 + Math.Abs(start))), $"frame {frame}");
                for (int axis = 0; axis < dimensions; axis++)
                {
                    Assert.That(Momentum(trajectory, frame, axis), Is.EqualTo(Momentum(trajectory, 0, axis)).Within(1e-10));
                }
            }

            Assert.That(trajectory.Positions[..dimensions].SequenceEqual(trajectory.Positions[^dimensions..]), Is.False);
        }
    }

    [Test]
    public void NBody_TwoOnASpring_SwingAsTheFormulaSays()
    {
        var options = new NBodyOptions { ParticleCount = 2, SpringProbability = 1, BoxSize = null, Strength = 2, FrameCount = 40 };
        NBodyTrajectory trajectory = NBody.Simulate(options, 1, new RandomSource(4))[0];
        double distance = trajectory.Positions[0] - trajectory.Positions[2];
        double speed = trajectory.Velocities[0] - trajectory.Velocities[2];

        // The difference of two unit masses swings at sqrt(2 k); the leapfrog's error grows with time and the square of the step.
        for (int frame = 0; frame < 40; frame++)
        {
            double angle = 2 * frame * options.StepsPerFrame * options.StepSize;
            double expected = (distance * Math.Cos(angle)) + (speed / 2 * Math.Sin(angle));
            Assert.That(trajectory.Positions[4 * frame] - trajectory.Positions[(4 * frame) + 2], Is.EqualTo(expected).Within(1e-5), $"frame {frame}");
        }
    }

    [Test]
    public void NBody_AnyThreads_SimulatesTheSameInsideTheBox()
    {
        NBodyOptions options = NBodyOptions.Charged with { BoxSize = 1.5, FrameCount = 30, InitialSpeed = 3 };
        IReadOnlyList<NBodyTrajectory> one = NBody.Simulate(options, 6, new RandomSource(1), threads: 1);
        IReadOnlyList<NBodyTrajectory> eight = NBody.Simulate(options, 6, new RandomSource(1), threads: 8);
        for (int i = 0; i < 6; i++)
        {
            Assert.That(eight[i].Positions.SequenceEqual(one[i].Positions) && eight[i].Velocities.SequenceEqual(one[i].Velocities), Is.True);
            Assert.That(one[i].Positions.ToArray().Select(Math.Abs).Max(), Is.LessThanOrEqualTo(1.5));
            Assert.That(one[i].Charges.ToArray().Select(Math.Abs), Is.All.EqualTo(1));
            for (int pair = 0; pair < 25; pair++)
            {
                Assert.That(one[i].Interactions[pair], Is.EqualTo(pair / 5 == pair % 5 ? 0 : one[i].Charges[pair / 5] * one[i].Charges[pair % 5]));
            }
        }

        Assert.That(one[0].Positions.SequenceEqual(one[1].Positions), Is.False);
    }

    [Test]
    public void NBody_Start_IsThatOfTheOptions()
    {
        const int simulations = 2000;
        var options = new NBodyOptions { FrameCount = 1 };
        IReadOnlyList<NBodyTrajectory> all = NBody.Simulate(options, simulations, new RandomSource(2));
        double springs = all.Average(trajectory => trajectory.Interactions.ToArray().Sum() / 2);
        double square = all.Average(trajectory => trajectory.Positions.ToArray().Average(value => value * value));

        // Ten pairs of chance one half: variance 2.5. Ten squares of normals of variance 1/4: relative variance 2 / 10.
        Assert.That(springs, Is.EqualTo(5).Within(3 * Math.Sqrt(2.5 / simulations)));
        Assert.That(square, Is.EqualTo(0.25).Within(3 * 0.25 * Math.Sqrt(0.2 / simulations)));
        Assert.That(all.Select(trajectory => Math.Sqrt(trajectory.Velocities[..2].ToArray().Sum(value => value * value))), Is.All.EqualTo(0.5).Within(1e-12));
    }

    [Test]
    public void NBody_BadOptions_AreNamed()
    {
        (NBodyOptions Options, string Name)[] cases =
        [
            (new() { ParticleCount = 0 }, "ParticleCount"), (new() { Dimensions = 4 }, "Dimensions"), (new() { FrameCount = 0 }, "FrameCount"),
            (new() { StepSize = 0 }, "StepSize"), (new() { SpringProbability = 2 }, "SpringProbability"), (new() { MaxForce = 0 }, "MaxForce"),
            (new() { BoxSize = 0 }, "BoxSize"), (new() { Strength = double.NaN }, "Strength"), (new() { Force = (NBodyForce)7 }, "Force"),
            (new() { ParticleCount = int.MaxValue }, "numbers"),
        ];
        foreach ((NBodyOptions options, string name) in cases)
        {
            Assert.That(() => NBody.Simulate(options, 1, new RandomSource(1)), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains(name));
        }

        Assert.That(
            () => NBody.Simulate(new() { FrameCount = 10_000_000 }, int.MaxValue, new RandomSource(1)),
            Throws.InstanceOf<InsufficientMemoryException>().With.Message.Contains("lower 'count'"));
    }

    private static double Momentum(NBodyTrajectory trajectory, int frame, int axis)
    {
        (int particles, int dimensions) = (trajectory.Options.ParticleCount, trajectory.Options.Dimensions);
        double sum = 0;
        for (int i = 0; i < particles; i++)
        {
            sum += trajectory.Velocities[(((frame * particles) + i) * dimensions) + axis];
        }

        return sum;
    }

    private static double Energy(NBodyTrajectory trajectory, int frame)
    {
        NBodyOptions options = trajectory.Options;
        int start = frame * options.ParticleCount * options.Dimensions;
        double energy = 0;
        for (int i = 0; i < options.ParticleCount * options.Dimensions; i++)
        {
            energy += trajectory.Velocities[start + i] * trajectory.Velocities[start + i] / 2;
        }

        for (int i = 0; i < options.ParticleCount; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double square = 0;
                for (int axis = 0; axis < options.Dimensions; axis++)
                {
                    double difference = trajectory.Positions[start + (i * options.Dimensions) + axis] - trajectory.Positions[start + (j * options.Dimensions) + axis];
                    square += difference * difference;
                }

                double acts = options.Strength * trajectory.Interactions[(i * options.ParticleCount) + j];
                energy += options.Force == NBodyForce.Spring ? acts * square / 2 : acts / Math.Sqrt(square);
            }
        }

        return energy;
    }
}
