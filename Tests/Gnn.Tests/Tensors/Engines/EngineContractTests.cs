using System.Reflection;
using Gnn.Tensors.Engines;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Tensors.Engines;

[TestFixture]
internal sealed class EngineContractTests
{
    private static readonly string[] Primitives =
    [
        .. typeof(Engine).GetMethods()
            .Where(method => method.IsVirtual && !method.IsFinal && !method.IsSpecialName && method.GetBaseDefinition().DeclaringType == typeof(Engine))
            .Select(method => method.Name).Distinct(),
    ];

    private static readonly MethodInfo[] ContractMethods = typeof(EngineContract).GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly);

    [Test]
    public void Contract_EveryPrimitiveOfEngine_HasATest()
    {
        IEnumerable<string> tested = ContractMethods.Where(IsTest).SelectMany(NamesOf);

        Assert.That(Primitives, Has.Length.GreaterThan(40));
        Assert.That(Primitives.Except(tested), Is.Empty, "Primitives without a test in EngineContract, marked [Primitive(nameof(Engine.X))]:");
    }

    [Test]
    public void Contract_EveryPrimitiveAttribute_NamesAPrimitiveOnATest()
    {
        Assert.That(ContractMethods.SelectMany(NamesOf).Except(Primitives), Is.Empty);
        Assert.That(ContractMethods.Where(method => NamesOf(method).Any() && !IsTest(method)), Is.Empty);
    }

    private static IEnumerable<string> NamesOf(MethodInfo method) => method.GetCustomAttributes<PrimitiveAttribute>().Select(attribute => attribute.Name);

    private static bool IsTest(MethodInfo method) => method.IsDefined(typeof(TestAttribute)) || method.IsDefined(typeof(TestCaseAttribute));
}
