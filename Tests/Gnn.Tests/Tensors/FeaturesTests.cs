using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Tensors;

[TestFixtureSource(typeof(TestEngines), nameof(TestEngines.All))]
internal sealed class FeaturesTests(Engine engine)
{
    private static readonly RandomEdges Entries = RandomGraphs.Bipartite(6, 5, 14, seed: 2);

    private TensorScope? _scope;

    [SetUp]
    public void OpenScope() => _scope = new TensorScope();

    [TearDown]
    public void CloseScope() => _scope!.Dispose();

    [Test]
    public void MatMulTransposed_SparseAndDense_Agree()
    {
        using SparseTensor sparse = Sparse();
        Tensor weight = Tensor.Uniform((3, 5), new RandomSource(seed: 2), -1, 1, engine);
        Features features = sparse;
        Features dense = sparse.ToDense();

        Assert.That((features.Shape, dense.Shape), Is.EqualTo((new Shape(6, 5), new Shape(6, 5))));
        Assert.That((features.Engine, dense.Engine), Is.EqualTo((engine, engine)));
        Assert.That(features.MatMulTransposed(weight).ToArray<double>(), Is.EqualTo(dense.MatMulTransposed(weight).ToArray<double>()).Within(1e-5));
        Assert.That(() => features.MatMulTransposed(weight.Transpose()), Throws.ArgumentException.With.Message.Contains("[6, 5]").And.Message.Contains("[5, 3]"));
    }

    [Test]
    public void Dropout_Sparse_TouchesStoredEntriesByNumber()
    {
        using SparseTensor sparse = Sparse();
        var source = new RandomSource(seed: 3);
        Features dropped = Features.FromSparse(sparse).Dropout(0.5, source);

        Assert.That(dropped.Sparse!.Structure, Is.SameAs(sparse.Structure));
        Assert.That(dropped.Sparse.Values.ToArray<double>(), Is.EqualTo(sparse.Values.Dropout(0.5, source).ToArray<double>()));
        Assert.That(sparse.Values.ToArray<double>(), Has.None.Zero);
        Assert.That(dropped.Sparse.Values.ToArray<double>(), Has.Some.Zero);
        Assert.That(() => Features.FromSparse(sparse).Dropout(1, source), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Dropout_Dense_IsTheTensors()
    {
        Tensor dense = Tensor.Ones((6, 5), engine);
        var source = new RandomSource(seed: 3);
        Assert.That(Features.FromDense(dense).Dropout(0.5, source).ToDense().ToArray<double>(), Is.EqualTo(dense.Dropout(0.5, source).ToArray<double>()));
    }

    [Test]
    public void Conversion_OfWhatIsNoMatrix_Throws()
    {
        Assert.That(() => (Features)Tensor.Ones(3, engine), Throws.ArgumentException.With.Message.Contains("[3]"));
        Assert.That(() => (Features)Tensor.Create([1], (1, 1), engine), Throws.ArgumentException.With.Message.Contains("Int32"));
        Assert.That(() => (Features)(Tensor)null!, Throws.ArgumentNullException);
        Assert.That(() => (Features)(SparseTensor)null!, Throws.ArgumentNullException);
        Assert.That(() => default(Features).Shape, Throws.InvalidOperationException);
        Assert.That(default(Features).ToString(), Is.EqualTo("Features, empty"));
    }

    [Test]
    public void Equality_Objects_Decide()
    {
        Tensor one = Tensor.Ones((2, 2), engine);
        Features a = one;
        Features b = one;
        Features c = Tensor.Ones((2, 2), engine);
        Assert.That((a == b, a != c, a.Equals((object)b), a.GetHashCode() == b.GetHashCode()), Is.EqualTo((true, true, true, true)));
        Assert.That((a.Dense, a.Sparse), Is.EqualTo((one, (SparseTensor?)null)));
    }

    private SparseTensor Sparse()
    {
        using SparseStructure structure = Entries.ToStructure();
        return new SparseTensor(structure, Tensor.Uniform(Entries.Count, new RandomSource(seed: 1), 0.5, 1, engine));
    }
}
