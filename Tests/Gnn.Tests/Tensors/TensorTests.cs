using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Tensors;

[TestFixtureSource(typeof(TestEngines), nameof(TestEngines.All))]
internal sealed class TensorTests(Engine engine)
{
    private TensorScope? _scope;

    [SetUp]
    public void OpenScope() => _scope = new TensorScope();

    [TearDown]
    public void CloseScope() => _scope!.Dispose();

    [Test]
    public void Create_EveryType_ComesBack()
    {
        Assert.That(Tensor.Create([1f, 2], 2, engine).ToArray<float>(), Is.EqualTo(new[] { 1f, 2 }));
        Assert.That(Tensor.Create([1.0, 2], 2, engine).DataType, Is.EqualTo(engine.FloatType));
        Assert.That(Tensor.Create([1, 2], (2, 1), engine).ToArray<int>(), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(Tensor.Create([1L << 40], 1, engine).ToArray<long>(), Is.EqualTo(new[] { 1L << 40 }));
        Assert.That(Tensor.Create([true, false], 2, engine).ToArray<bool>(), Is.EqualTo(new[] { true, false }));
        Assert.That(Tensor.Create([5.0], Shape.Scalar, engine).Item(), Is.EqualTo(5));
        Assert.That(Tensor.Full((2, 2), 1.5, engine).ToArray<double>(), Is.All.EqualTo(1.5));
        Assert.That(Tensor.Zeros((0, 3), engine).ToArray<double>(), Is.Empty);
    }

    [Test]
    public void Create_RandomNumbers_AreTheSources()
    {
        var source = new RandomSource(seed: 1);
        float[] uniform = new float[10];
        float[] normal = new float[10];
        source.FillUniform(uniform, 0, -1, 1);
        source.FillNormal(normal, 0, 2, 3);
        Assert.That(Tensor.Uniform((2, 5), source, -1, 1, engine).ToArray<float>(), Is.EqualTo(uniform));
        Assert.That(Tensor.Normal((2, 5), source, 2, 3, engine).ToArray<float>(), Is.EqualTo(normal).Within(1e-5));
    }

    [Test]
    public void ToString_SmallTensors_ShowElements()
    {
        Assert.That(Tensor.Create([1, 2], 2, engine).ToString(), Is.EqualTo($"Tensor Int32 [2] on {engine.Name}: 1, 2"));
        Assert.That(Tensor.Create([0.5], Shape.Scalar, engine).ToString(), Is.EqualTo($"Tensor {engine.FloatType} [] on {engine.Name}: 0.5"));
        Assert.That(Tensor.Zeros((5, 5), engine).ToString(), Is.EqualTo($"Tensor {engine.FloatType} [5, 5] on {engine.Name}"));
    }

    [Test]
    public void To_OtherEngine_CopiesEveryType()
    {
        using var other = new ReferenceEngine();
        using (new TensorScope())
        {
            Tensor x = Tensor.Create([1.5, -2], 2, engine).WithGradient();
            Tensor moved = x.To(other);
            Assert.That((moved.Engine, moved.DataType, moved.RequiresGradient), Is.EqualTo(((Engine)other, DataType.Float64, false)));
            Assert.That(moved.ToArray<double>(), Is.EqualTo(new[] { 1.5, -2 }));
            Assert.That(Tensor.Create([1L << 40], 1, engine).To(other).ToArray<long>(), Is.EqualTo(new[] { 1L << 40 }));
            Assert.That(x.To(engine), Is.SameAs(x));
        }
    }

    [Test]
    public void Operations_BadArguments_AreNamed()
    {
        using var other = new ReferenceEngine();
        using SparseStructure structure = SparseStructure.FromEdges(2, 3, [0, 1, 1], [0, 1, 2]);
        Tensor matrix = Tensor.Ones((2, 3), engine);
        Tensor vector = Tensor.Ones(2, engine);
        Tensor entries = Tensor.Ones((3, 2), engine);
        Tensor index = Tensor.Create([0, 1], 2, engine);
        Tensor elsewhere = Tensor.Ones((2, 3), other);
        Tensor scalar = Tensor.Ones(Shape.Scalar, engine);
        (Func<object> Act, string Message)[] mistakes =
        [
            (() => Tensor.Create([1, 2], 3, engine), "2 values"),
            (() => Tensor.Wrap(matrix.View.Buffer, 5), "6 elements"),
            (() => Tensor.Uniform(2, new RandomSource(seed: 1), 1, 0, engine), "[1, 0)"),
            (() => Tensor.Normal(2, new RandomSource(seed: 1), 0, -1, engine), "standardDeviation"),
            (() => matrix.ToArray<int>(), "cast it first"),
            (() => matrix.Cast(engine.FloatType == DataType.Float32 ? DataType.Float64 : DataType.Float32), "To(engine)"),
            (() => matrix + vector, "[2, 3] and [2]"),
            (() => matrix + index, "Int32"),
            (() => matrix + elsewhere, "To(engine)"),
            (() => matrix + null!, "b"),
            (() => index.Exp(), "Int32"),
            (() => matrix.Compare(ComparisonOperation.Less, index), "Int32"),
            (() => matrix.Select(matrix, matrix), "bool"),
            (() => matrix.BroadcastTo((3, 3)), "[3, 3]"),
            (() => matrix.SumTo((3, 3)), "[3, 3]"),
            (() => matrix.MatMul(matrix), "3 and 2"),
            (() => matrix.MatMul(vector), "2 axes"),
            (() => vector.Transpose(), "2 axes"),
            (() => matrix.Sum(2), "rank 2"),
            (() => Tensor.Zeros((2, 0), engine).Max(1), "no elements"),
            (() => Tensor.Zeros((2, 0), engine).ArgMax(1), "no elements"),
            (() => Tensor.Zeros((2, 0), engine).LogSumExp(1), "no elements"),
            (() => scalar.LogSoftmax(), "scalar"),
            (() => matrix.Dropout(1, new RandomSource(seed: 1)), "[0, 1)"),
            (() => matrix.Dropout(double.NaN, new RandomSource(seed: 1)), "[0, 1)"),
            (() => Tensor.Concatenate([], 0), "at least one"),
            (() => Tensor.Concatenate([matrix, vector], 0), "Part 1"),
            (() => Tensor.Concatenate([matrix, Tensor.Ones((2, 4), engine)], 0), "[2, 4]"),
            (() => Tensor.Concatenate([Tensor.Ones((2, 2, 2), engine)], 1), "axis 1"),
            (() => matrix.Reshape(5), "[5]"),
            (() => matrix.Rows(1, 2), "[2, 3]"),
            (() => matrix.Rows(-1, 1), "[2, 3]"),
            (() => matrix.Columns(2, 2), "[2, 3]"),
            (() => matrix.GatherRows(vector), "Int32 or Int64"),
            (() => matrix.GatherRows(Tensor.Create([0, 2], 2, engine)), "Element 1 of 'index' must be in [0, 2), got 2"),
            (() => matrix.ScatterAddRows(Tensor.Create([0], 1, engine), 2), "each of 2 rows"),
            (() => matrix.ScatterAddRows(index, 1), "Element 1 of 'index' must be in [0, 1), got 1"),
            (() => matrix.ScatterAddRows(index, -1), "rows"),
            (() => matrix.Pick(Tensor.Create([0, -1], 2, engine)), "got -1"),
            (() => matrix.Pick(Tensor.Create([0], 1, engine)), "each of 2 rows"),
            (() => Tensor.SpMM(structure, null, matrix), "3 columns"),
            (() => Tensor.SpMM(structure, null, entries, Reduction.Sum, transposed: true), "2 rows"),
            (() => Tensor.SpMM(structure, vector, entries), "[3, H]"),
            (() => Tensor.SpMM(structure, Tensor.Ones((3, 3), engine), entries), "3 heads"),
            (() => Tensor.Sddmm(structure, EntryOperation.Dot, matrix, matrix), "[3, F]"),
            (() => Tensor.Sddmm(structure, EntryOperation.Dot, Tensor.Ones((2, 2), engine), entries, heads: 3), "'heads'"),
            (() => Tensor.Sddmm(structure, EntryOperation.Add, Tensor.Ones((2, 2), engine), entries, heads: 2), "'heads'"),
            (() => Tensor.EdgeSoftmax(structure, vector), "[3, H]"),
            (() => Tensor.SegmentReduce(structure, matrix), "[3, H]"),
            (() => Tensor.ExpandRows(structure, entries), "2 rows"),
            (() => Tensor.DivideByRowLength(structure, matrix, transposed: true), "3 rows"),
        ];
        foreach ((Func<object> act, string message) in mistakes)
        {
            Assert.That(act, Throws.InstanceOf<ArgumentException>().With.Message.Contains(message));
        }

        Assert.That(() => matrix.Item(), Throws.InvalidOperationException.With.Message.Contains("[2, 3]"));
    }

    [Test]
    public void Operations_WithNothingToDo_ReturnATensorOfTheirOwnOverTheSameBuffer()
    {
        Tensor x = Tensor.Ones((2, 3), engine);
        Assert.That(x.Dropout(0, new RandomSource(seed: 1)), Is.Not.SameAs(x).And.Matches<Tensor?>(SharesBuffer));
        Assert.That(x.BroadcastTo((2, 3)), Is.Not.SameAs(x).And.Matches<Tensor?>(SharesBuffer));
        Assert.That(x.SumTo((2, 3)), Is.Not.SameAs(x).And.Matches<Tensor?>(SharesBuffer));

        bool SharesBuffer(Tensor? y) => ReferenceEquals(y!.View.Buffer, x.View.Buffer);
    }

    [Test]
    public void ArgMaxAndCompare_SmallTensors_AreRight()
    {
        Tensor x = Tensor.Create([1.0, 5, 5, double.NaN, 7, 0], (2, 3), engine);
        Assert.That(x.ArgMax(-1).ToArray<int>(), Is.EqualTo(new[] { 1, 0 }));
        Assert.That(x.ArgMax(0).ToArray<int>(), Is.EqualTo(new[] { 1, 1, 0 }));
        Assert.That(x.Compare(ComparisonOperation.GreaterOrEqual, Tensor.Full(Shape.Scalar, 5, engine)).ToArray<bool>(),
            Is.EqualTo(new[] { false, true, true, false, true, false }));
        Assert.That((x.AllFinite(), x.Rows(0, 1).AllFinite()), Is.EqualTo((false, true)));
        Assert.That(x.Cast(DataType.Int64).ToArray<long>()[..3], Is.EqualTo(new long[] { 1, 5, 5 }));
        Assert.That(x.Rows(0, 1).Mean().Item(), Is.EqualTo(11.0 / 3).Within(1e-6));
        Assert.That(Tensor.Zeros(0, engine).Mean().Item(), Is.NaN);
    }
}
