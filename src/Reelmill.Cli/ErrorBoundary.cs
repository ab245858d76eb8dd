using System.Runtime.InteropServices;
using Reelmill.Cli.Display;
using Reelmill.Core;
using Reelmill.Library.Files;
using Reelmill.Pipelines.Settings;

namespace Reelmill.Cli;

/// <summary>
/// The outermost exception handler of the program. Every unhandled exception, on any thread, ends the process with an
/// error code, a message of at most two lines and an exit code, never with a stack trace and a core dump.
/// </summary>
internal static class ErrorBoundary
{
    private const int FileSizeExceeded = 25;

    public static async Task<int> RunAsync(string[] args)
    {
        FileModes.RestrictToOwner();
        StandardStreams.Guard();
        Terminal.Guard(isLive: !Console.IsErrorRedirected);
        AppDomain.CurrentDomain.UnhandledException += static (_, e) => Environment.Exit(Explain((Exception)e.ExceptionObject));

        // With SIGXFSZ handled, a write over the file size limit fails with an error instead of killing the process.
        using var ignored = PosixSignalRegistration.Create((PosixSignal)FileSizeExceeded, static context => context.Cancel = true);
        return await InvokeAsync(args).ConfigureAwait(false);
    }

    /// <summary>Runs a command; what goes wrong becomes a message and the exit code.</summary>
    public static async Task<int> InvokeAsync(string[] args)
    {
        try
        {
            return await Application.RunAsync(args).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            return Explain(e);
        }
    }

    /// <summary>Writes the error to standard error and returns the exit code.</summary>
    public static int Explain(Exception error)
    {
        if (error is AggregateException { InnerException: { } inner })
        {
            return Explain(inner);
        }

        var (line, code) = error switch
        {
            _ when SystemErrors.Explain(error) is { Code: SystemErrors.TooManyFiles } e => ($"{e.Code}: {e.Message}", ExitCode.SomeFailed),
            UsageException or ArgumentException => (error.Message, ExitCode.Usage),
            ItemException e => ($"{e.Code}: {e.Message}", ExitCode.SomeFailed),
            PipelineException { Code: "library_not_found" or "not_a_library" } e => ($"{e.Code}: {e.Message}", ExitCode.Usage),
            OperationCanceledException => ("interrupted. Run the same command again to resume.", ExitCode.Interrupted),
            _ when SystemErrors.Explain(error) is { } e => ($"{e.Code}: {e.Message}", ExitCode.SomeFailed),
            TypeInitializationException { InnerException: { } cause } => ($"internal_error: {cause.Message}", ExitCode.SomeFailed),
            IOException or UnauthorizedAccessException => ($"io_failed: {SystemErrors.GetSentence(error)} Check that the file exists and that you have permission to use it.", ExitCode.SomeFailed),
            _ => ($"internal_error: {error.GetType().Name}: {error.Message} This is a bug: please report the command and this line.", ExitCode.SomeFailed),
        };
        Console.Error.WriteLine($"reelmill: {string.Join(' ', line.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))}");
        return code;
    }
}
