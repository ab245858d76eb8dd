using System.CommandLine;
using Reelmill.Cli.Display;
using Reelmill.Pipelines.Settings;

namespace Reelmill.Cli.Remote;

/// <summary>Selects whose API keys a command manages: those of a library's folder, or those of a server.</summary>
internal sealed class KeyTarget
{
    private readonly RemoteOptions _remote = new();
    private readonly Option<string?> _library = new("--library", "-l") { Description = "The folder of the library, while no server has it open.", HelpName = "DIR" };

    public void AddTo(Command command)
    {
        command.Options.Add(_library);
        _remote.AddTo(command);
    }

    public Output Output(ParseResult parsed) => new(parsed.GetValue(_remote.Json), parsed.GetValue(_remote.Quiet));

    public KeyAdmin Choose(ParseResult parsed)
    {
        var library = parsed.GetValue(_library);
        return (library, _remote.GetServerOption(parsed), _remote.GetServer(parsed)) switch
        {
            ({ } folder, null, _) => new LibraryKeys(Path.GetFullPath(folder)),
            (null, _, { }) => new ServerKeys(() => _remote.CreateClient(parsed)),
            _ => throw new UsageException("Specify exactly one of --library, for the keys of a folder, and --server, for the keys of a server."),
        };
    }
}
