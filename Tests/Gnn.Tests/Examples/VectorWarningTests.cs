using Gnn.Cli;
using Gnn.Cli.Engines;
using NUnit.Framework;
using ProcessArchitecture = System.Runtime.InteropServices.Architecture;

namespace Gnn.Tests.Examples;

[TestFixture]
internal sealed class VectorWarningTests
{
    [TestCase(ProcessArchitecture.X64, false, null, true)]
    [TestCase(ProcessArchitecture.X64, false, "", true)]
    [TestCase(ProcessArchitecture.X64, false, "128", false, Description = "the user chose")]
    [TestCase(ProcessArchitecture.X64, false, "scalar", false, Description = "the user chose")]
    [TestCase(ProcessArchitecture.X64, true, null, false)]
    [TestCase(ProcessArchitecture.Arm64, false, null, false, Description = "128 bits are all that it has")]
    public void Of_Process_WarnsOnX64WithoutVectorsThatNobodyChose(ProcessArchitecture architecture, bool hasVector256, string? kernel, bool warns)
    {
        string? warning = VectorWarning.Of(architecture, hasVector256, kernel);

        Assert.That(
            warning,
            warns ? Does.Contain("256-bit").And.Contains("AVX2").And.Contains("IlcInstructionSet=x86-64-v3").And.Contains("GNN_KERNEL=128") : Is.Null);
    }

    [Test]
    public void Run_Warning_IsOneLineOnStandardErrorBeforeTheCommand()
    {
        (int exitCode, string output, string error) = Run("beware", "engines", "--json");

        Assert.That(exitCode, Is.Zero);
        Assert.That(error, Is.EqualTo("gnn: beware\n"));
        Assert.That(output, Does.StartWith("{"));
    }

    [TestCase("beware", "node", "--help")]
    [TestCase(null, "engines")]
    public void Run_HelpOrNoWarning_LeavesStandardErrorEmpty(string? warning, params string[] args) =>
        Assert.That(Run(warning, args).Error, Is.Empty);

    [Test]
    public void Run_BadUsage_SaysNothingElse() => Assert.That(Run("beware", "nodes").Error, Does.Not.Contain("beware"));

    private static (int ExitCode, string Output, string Error) Run(string? warning, params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var context = new CommandContext(output, error, IsInteractive: false, CancellationToken.None) { Warning = warning };
        return (Application.Run(args, context), output.ToString(), error.ToString());
    }
}
