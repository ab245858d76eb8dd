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
        if (library is not null && _remote.IsNamed(parsed))
        {
            throw new UsageException("Whose keys? Name a folder with --library, or a server with --server, not both.");
        }

        return library is not null ? new LibraryKeys(Path.GetFullPath(library)) : new ServerKeys(() => _remote.Client(parsed));
    }
}
