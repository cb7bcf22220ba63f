using System.Runtime.Intrinsics;
using NUnit.Framework;

namespace Gnn.Tests.Architecture;

[TestFixture]
[Category("Kernel")]
public sealed class VectorWidthTests
{
    [Test]
    public void IsHardwareAccelerated_SwitchesOfThisRun_HaveActed()
    {
        bool noVectors = IsOff("DOTNET_EnableHWIntrinsic");
        bool noAvx2 = noVectors || IsOff("DOTNET_EnableAVX2");
        bool noAvx512 = noAvx2 || IsOff("DOTNET_EnableAVX512");

        Assert.Multiple(() =>
        {
            Assert.That(Vector128.IsHardwareAccelerated, Is.EqualTo(!noVectors), "128 bits are everywhere but where they are switched off");
            Assert.That(Vector256.IsHardwareAccelerated && noAvx2, Is.False, "256 bits were switched off");
            Assert.That(Vector512.IsHardwareAccelerated && noAvx512, Is.False, "512 bits were switched off");
        });
    }

    private static bool IsOff(string name) => Environment.GetEnvironmentVariable(name) == "0";
}
