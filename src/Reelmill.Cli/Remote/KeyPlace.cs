using System.CommandLine;
using Reelmill.Cli.Display;
using Reelmill.Pipelines.Settings;

namespace Reelmill.Cli.Remote;

/// <summary>Whose keys a command is about: those of a library's folder, or those of a server.</summary>
internal sealed class KeyPlace
{
    private readonly RemoteOptions _remote = new();
    private readonly Option<string?> _library = new("--library", "-l") { Description = "The folder of the library, when no server has it open.", HelpName = "DIR" };

    public void AddTo(Command command)
    {
        command.Options.Add(_library);
        _remote.AddTo(command);
    }

    public Output Output(ParseResult parsed) => new(parsed.GetValue(_remote.Json), parsed.GetValue(_remote.Quiet));

    public KeyAdmin Choose(ParseResult parsed)
    {
        var library = parsed.GetValue(_library);
        return (library, _remote.NamedServer(parsed), _remote.AnyServer(parsed)) switch
        {
            ({ } folder, null, _) => new LibraryKeys(Path.GetFullPath(folder)),
            (null, _, { }) => new ServerKeys(() => _remote.Client(parsed)),
            _ => throw new UsageException("Whose keys? Name a folder with --library, or a server with --server: one of them."),
        };
    }
}
