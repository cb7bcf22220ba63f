using System.Reflection;
using System.Reflection.Emit;
using Gnn.Layers;
using Gnn.Tensors;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Testing;

/// <summary>The check of foreign members, run on two assemblies that are always here: Gnn.Layers, and Gnn.Tensors which is foreign to it.</summary>
[TestFixture]
internal sealed class ForeignMemberCheckTests
{
    private static readonly Assembly User = typeof(Linear).Assembly;
    private static readonly Assembly Foreign = typeof(Tensor).Assembly;

    private static IReadOnlyList<string> Used => ForeignMemberCheck.Used(User, "Gnn.Tensors");

    [TestCase("Gnn.Tensors.Tensor")]
    [TestCase("Gnn.Tensors.Tensor.Keep() -> Gnn.Tensors.Tensor")]
    [TestCase("Gnn.Tensors.Tensor.ToArray`1() -> !!0[]")]
    [TestCase("static Gnn.Tensors.Tensor.Create`1(System.ReadOnlySpan`1<!!0>, Gnn.Tensors.Shape&, Gnn.Tensors.Engines.Engine) -> Gnn.Tensors.Tensor")]
    [TestCase("Gnn.Tensors.Memory.NativeArray`1..ctor(long) -> void")]
    [TestCase("Gnn.Tensors.Memory.NativeArray`1.Dispose() -> void")]
    public void Used_OfLayers_HasTheLine(string line) => Assert.That(Used, Does.Contain(line));

    [Test]
    public void Used_OfLayers_HasOnlyTheForeignAssemblysTypes()
    {
        Assert.That(Used.Select(line => line.Replace("static ", "", StringComparison.Ordinal)), Is.All.StartsWith("Gnn.Tensors."));
        Assert.That(ForeignMemberCheck.Used(User, "Gnn"), Is.Empty, "a name is compared as a whole");
    }

    [Test]
    public void Defects_TheWholeList_AreNone() => Assert.That(ForeignMemberCheck.Defects(User, Foreign, Used), Is.Empty);

    [Test]
    public void Defects_EveryLineLeftOut_IsNamed()
    {
        foreach (string line in Used)
        {
            IReadOnlyList<string> defects = ForeignMemberCheck.Defects(User, Foreign, Used.Where(other => other != line));

            Assert.That(defects, Is.EqualTo([$"Gnn.Layers uses '{line}' and does not list it: add the line to its list of foreign members."]));
        }
    }

    [Test]
    public void Defects_UnusedLine_IsNamed() =>
        Assert.That(ForeignMemberCheck.Defects(User, Foreign, Used.Append("Gnn.Tensors.Tensor.LogSoftmax() -> Gnn.Tensors.Tensor")), Is.EqualTo(
            ["Gnn.Layers lists 'Gnn.Tensors.Tensor.LogSoftmax() -> Gnn.Tensors.Tensor' and does not use it: take the line out of its list of foreign members."]));

    [TestCase("Gnn.Tensors.Tensor.Abs(int) -> Gnn.Tensors.Tensor", Description = "another signature")]
    [TestCase("static Gnn.Tensors.Tensor.LogSoftmax() -> Gnn.Tensors.Tensor", Description = "static where it is not")]
    [TestCase("Gnn.Tensors.Throw", Description = "a type that is internal")]
    [TestCase("Gnn.Tensors.Tensor.get_Node() -> Gnn.Tensors.Autograd.GradNode", Description = "a member that is internal")]
    public void Defects_LineThatTheReleaseLacks_NamesItAndTheRelease(string line)
    {
        Version version = Foreign.GetName().Version!;

        Assert.That(ForeignMemberCheck.Defects(User, Foreign, Used.Append(line)), Has.One.EqualTo($"Gnn.Tensors {version} has no '{line}', which Gnn.Layers lists."));
    }

    [Test]
    public void Defects_ReleaseThatLostAMember_NamesItAndTheRelease()
    {
        using var scratch = new ScratchFolder();
        string release = scratch["Gnn.Tensors.dll"];
        var assembly = new PersistedAssemblyBuilder(new AssemblyName("Gnn.Tensors") { Version = new Version(9, 1, 0, 0) }, typeof(object).Assembly);
        TypeBuilder type = assembly.DefineDynamicModule("Gnn.Tensors").DefineType("Gnn.Tensors.Memory.BlockPool", TypeAttributes.Public);
        type.CreateType();
        assembly.Save(release);

        IReadOnlyList<string> defects = ForeignMemberCheck.Defects(User.Location, release, Used);

        Assert.That(defects, Is.EquivalentTo(Used.Select(line => $"Gnn.Tensors 9.1.0.0 has no '{line}', which Gnn.Layers uses.")));
    }

    [Test]
    public void Defects_MembersInheritedFromAForeignClass_AreFound()
    {
        Assembly tests = GetType().Assembly;
        IReadOnlyList<string> used = ForeignMemberCheck.Used(tests, "Gnn.Testing");

        Assert.That(used, Does.Contain("Gnn.Testing.EngineContract"), "a base class is a use");
        Assert.That(ForeignMemberCheck.Defects(tests, typeof(ForeignMemberCheck).Assembly, used), Is.Empty);
    }
}
