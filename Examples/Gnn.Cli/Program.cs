using System.Runtime.InteropServices;
using Gnn.Cli;

using var cancellation = new CancellationTokenSource();

// The first Ctrl-C asks the work to stop cleanly; a second one ends the process at once.
Action<PosixSignalContext> stop = context =>
{
    context.Cancel = !cancellation.IsCancellationRequested;
    cancellation.Cancel();
};
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, stop);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, stop);

bool isInteractive = !Console.IsErrorRedirected && !Console.IsOutputRedirected;
return Application.Run(args, new CommandContext(Console.Out, Console.Error, isInteractive, cancellation.Token));
