using Gnn.Layers;
using Gnn.Layers.Aggregations;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Aggregations;

/// <summary>What every aggregation promises, on every engine.</summary>
[TestFixtureSource(nameof(Fixtures))]
internal sealed class AggregationContractTests(AggregationCase aggregation, Engine engine)
{
    private const int Rows = 10;
    private const int Inputs = AggregationCase.Inputs;

    // Empty groups first, last and between; a row twice in a group, rows in several groups, and row 9 in none.
    private static readonly int[][] Members = [[], [0, 3, 3], [4], [], [1, 2, 5, 7, 0], [8, 6], []];

    private static IEnumerable<TestFixtureData> Fixtures =>
        from aggregation in AggregationCases.All
        from engine in TestEngines.All
        select new TestFixtureData(aggregation, engine).SetArgDisplayNames(aggregation.Name, engine.Name);

    private double Tolerance => engine.FloatType == DataType.Float64 ? 1e-12 : 2e-5;

    [Test]
    public void Forward_Groups_GivesAsManyColumnsAsItSays()
    {
        using var scope = new TensorScope();
        using SparseStructure groups = Groups(Members);
        IAggregation made = Create();
        using var module = made as Module;

        Tensor y = Run(made, groups, Features());

        Assert.That(y.Shape, Is.EqualTo((Shape)(Members.Length, made.OutputsFor(Inputs))));
        Assert.That(y.AllFinite(), Is.True);
    }

    [Test]
    public void Forward_EmptyGroups_GiveOneRow()
    {
        using var scope = new TensorScope();
        using SparseStructure groups = Groups(Members);

        Tensor y = Run(groups, Features());

        double[] first = y.Rows(0, 1).ToArray<double>();
        foreach (int group in (int[])[0, 3, 6])
        {
            double[] row = y.Rows(group, 1).ToArray<double>();
            Assert.That(row, Is.EqualTo(aggregation.EmptyValue is { } value ? Array.ConvertAll(first, _ => value) : first).Within(Tolerance));
        }
    }

    [Test]
    public void Forward_NoGroupsOrNoRows_GivesWhatEmptyGroupsGive()
    {
        using var scope = new TensorScope();
        using SparseStructure none = SparseStructure.FromEdges(0, Rows, [], []);
        using SparseStructure bare = SparseStructure.FromEdges(2, 0, [], []);

        Assert.That(Run(none, Features()).Shape[0], Is.Zero);
        Tensor y = Run(bare, Tensor.Zeros((0, Inputs), engine));
        Assert.That(y.Shape[0], Is.EqualTo(2));
        Assert.That(y.AllFinite(), Is.True);
    }

    [Test]
    public void Forward_OtherNumbersOfGroupsAndRows_GivesTheSameRows()
    {
        using var scope = new TensorScope();
        int[] renamed = [3, 9, 0, 5, 1, 7, 2, 8, 4, 6];
        int[][] members = [.. Members.Reverse().Select(group => (aggregation.IsOrdered ? group : group.Reverse()).Select(row => renamed[row]).ToArray())];
        using SparseStructure groups = Groups(Members);
        using SparseStructure permuted = Groups(members);
        Tensor x = Features();
        Tensor permutedX = x.GatherRows(Tensor.Create([.. Enumerable.Range(0, Rows).OrderBy(row => renamed[row])], Rows, engine));

        Tensor y = Run(groups, x);
        Tensor back = Run(permuted, permutedX).GatherRows(Tensor.Create([.. Enumerable.Range(0, Members.Length).Reverse()], Members.Length, engine));

        Assert.That(back.ToArray<double>(), Is.EqualTo(y.ToArray<double>()).Within(Tolerance));
    }

    [Test]
    public void Forward_OneGroup_GivesWhatItGivesAmongOthers()
    {
        using var scope = new TensorScope();
        using SparseStructure groups = Groups(Members);
        Tensor x = Features();
        Tensor y = Run(groups, x);
        int[] same = aggregation.DependsOnOthers ? [4] : [.. Enumerable.Range(0, Members.Length)];

        foreach (int group in same)
        {
            using SparseStructure one = Groups([Members[group]]);
            Assert.That(Run(one, x).ToArray<double>(), Is.EqualTo(y.Rows(group, 1).ToArray<double>()).Within(Tolerance), $"group {group}");
        }
    }

    [Test]
    public void Forward_RowsOfEntries_GivesWhatTheirColumnsGive()
    {
        using var scope = new TensorScope();
        using SparseStructure groups = Groups(Members);
        Tensor x = Features();

        Tensor ofEntries = Run(groups.Entries, Tensor.ExpandRows(groups, x, transposed: true));

        Assert.That(ofEntries.ToArray<double>(), Is.EqualTo(Run(groups, x).ToArray<double>()).Within(Tolerance));
    }

    [Test]
    public void Forward_RowsThatDoNotFit_AreRefused()
    {
        using var scope = new TensorScope();
        using SparseStructure groups = Groups(Members);

        Assert.That(() => Run(groups, Features().Rows(0, 9)), Throws.ArgumentException.With.Message.Contains("[9, 4]"));
        Assert.That(() => Run(groups, Features().Reshape(Rows * Inputs)), Throws.ArgumentException);
    }

    /// <summary>Compares the gradients with central differences; on the reference engine, see <see cref="AggregationGradientTests"/>.</summary>
    internal void CheckGradients(bool ofEntries)
    {
        IAggregation made = Create();
        using var module = made as Module;
        using SparseStructure groups = Groups(Members);
        SparseStructure taken = ofEntries ? groups.Entries : groups;
        using Tensor x = Features(taken.ColumnCount).WithGradient();

        double error = GradientCheck.Run(
            () => made.Forward(ForwardContext.Inference, taken, x),
            [x, .. module?.Parameters().Select(parameter => parameter.Value) ?? []]);

        Assert.That(error, Is.LessThan(GradientCheck.Bound));
    }

    private static SparseStructure Groups(int[][] members) => SparseStructure.FromEdges(
        members.Length,
        Rows,
        [.. members.SelectMany((rows, group) => rows.Select(_ => group))],
        [.. members.SelectMany(rows => rows)]);

    private Tensor Features(int rows = Rows)
    {
        Tensor x = TestGraphs.Features(rows, Inputs, engine);
        return aggregation.IsForPositive ? x.Abs() + 0.2 : x;
    }

    private Tensor Run(SparseStructure groups, Tensor x)
    {
        IAggregation made = Create();
        using var module = made as Module;
        return Run(made, groups, x);
    }

    private static Tensor Run(IAggregation made, SparseStructure groups, Tensor x)
    {
        using (NoGrad.Open())
        {
            return made.Forward(ForwardContext.Inference, groups, x);
        }
    }

    private IAggregation Create()
    {
        IAggregation made = aggregation.Make();
        (made as Module)?.MoveTo(engine);
        return made;
    }
}
