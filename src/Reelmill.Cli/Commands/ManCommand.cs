using System.CommandLine;
using System.Reflection;
using Reelmill.Cli.Display;

namespace Reelmill.Cli.Commands;

/// <summary><c>reelmill man</c>, a hidden command that writes the man page for packages.</summary>
internal static class ManCommand
{
    public static Command Create()
    {
        var command = new Command("man", "Print the man page.") { Hidden = true };
        command.SetAction(static parsed =>
        {
            new ManPage(parsed.InvocationConfiguration.Output, Version).Write(Application.Root());
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>The version without the commit hash, so that the man page of a release is reproducible.</summary>
    private static string Version =>
        typeof(ManCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
