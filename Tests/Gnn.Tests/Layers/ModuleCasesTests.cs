using Gnn.Layers;
using Gnn.Layers.Convolutions;
using Gnn.Layers.Models;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers;

[TestFixture]
internal sealed class ModuleCasesTests
{
    // Those of aggregations, poolings and the like have cases of their own kind, beside their tests.
    private static readonly string[] Namespaces =
        ["Gnn.Layers", "Gnn.Layers.Normalization", "Gnn.Layers.Recurrent", "Gnn.Layers.Attention", "Gnn.Layers.Encodings", "Gnn.Layers.Links"];

    private static IEnumerable<ModuleCase> Cases => ModuleCases.All;

    [Test]
    public void All_HasEveryModuleOfItsNamespaces()
    {
        Type[] tested = [.. ModuleCases.All.Select(module =>
        {
            using Module made = module.Create(new RandomSource(1));
            return made.GetType();
        })];
        IEnumerable<string> all = typeof(Module).Assembly.GetExportedTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(Module)) && Namespaces.Contains(type.Namespace))
            .Where(type => !type.IsAssignableTo(typeof(IConvolution)) && !type.IsAssignableTo(typeof(GraphModel)))
            .Select(type => type.Name);

        Assert.That(all, Is.SubsetOf(tested.Select(type => type.Name)), "give every module a case, so that its gradients are tested");
    }

    [Test]
    public void All_NamesAreUnique() => Assert.That(ModuleCases.All.Select(module => module.Name), Is.Unique);

    [TestCaseSource(nameof(Cases))]
    public void Forward_AnyModule_HasTheGradientsOfCentralDifferences(ModuleCase test)
    {
        using Module module = Make(test, TestEngines.Reference);
        using var scope = new TensorScope();
        Tensor[] inputs = test.Inputs(TestEngines.Reference);

        double error = GradientCheck.Run(
            () => test.Forward(module, test.Context, inputs), [.. inputs, .. module.Parameters().Select(parameter => parameter.Value)]);

        Assert.That(error, Is.LessThan(GradientCheck.Bound));
    }

    [Test]
    public void Forward_AnyModule_IsTheSameOnEveryEngine(
        [ValueSource(nameof(Cases))] ModuleCase test, [ValueSource(typeof(TestEngines), nameof(TestEngines.All))] Engine engine)
    {
        using var scope = new TensorScope();
        using Module expected = Make(test, TestEngines.Reference), actual = Make(test, engine);

        double[] wanted = test.Forward(expected, test.Context, test.Inputs(TestEngines.Reference)).ToArray<double>();
        double[] got = test.Forward(actual, test.Context, test.Inputs(engine)).ToArray<double>();

        // Single precision, through a few sums of a few numbers of size 1.
        Assert.That(got, Is.EqualTo(wanted).Within(5e-5));
    }

    [TestCaseSource(nameof(Cases))]
    public void Forward_Inference_ChangesNothing(ModuleCase test)
    {
        using var scope = new TensorScope();
        using Module module = Make(test, TestEngines.Reference);
        Tensor[] before = [.. module.NamedBuffers().Select(named => named.Buffer)];

        test.Forward(module, ForwardContext.Inference, test.Inputs(TestEngines.Reference));

        Assert.That(module.NamedBuffers().Select(named => named.Buffer).Zip(before, ReferenceEquals), Is.All.True);
    }

    /// <summary>A module whose parameters are away from initial values of 0 and 1, at which wrong formulas agree.</summary>
    private static Module Make(ModuleCase test, Engine engine)
    {
        Module module = test.Create(new RandomSource(1));
        foreach ((string name, Parameter parameter) in module.NamedParameters())
        {
            using Tensor value = Tensor.Uniform(parameter.Value.Shape, new RandomSource(2).Stream(name), -1, 1, TestEngines.Reference);
            parameter.Set(value);
        }

        module.MoveTo(engine);
        return module;
    }
}
