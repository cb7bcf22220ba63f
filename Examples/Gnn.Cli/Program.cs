using System.Runtime.InteropServices;
using Gnn.Cli;
using Gnn.Cli.Engines;

using var cancellation = new CancellationTokenSource();

// The first Ctrl-C asks the work to stop cleanly; a second one ends the process at once.
Action<PosixSignalContext> stop = signal =>
{
    signal.Cancel = !cancellation.IsCancellationRequested;
    cancellation.Cancel();
};
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, stop);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, stop);

bool isInteractive = !Console.IsErrorRedirected && !Console.IsOutputRedirected;
var context = new CommandContext(Console.Out, Console.Error, isInteractive, cancellation.Token) { Warning = VectorWarning.OfThisProcess() };
return Application.Run(args, context);
