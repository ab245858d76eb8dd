using System.CommandLine;
using Reelmill.Pipelines.Settings;
using Reelmill.Server.Access;

namespace Reelmill.Cli.Remote;

/// <summary>Which server a command speaks to.</summary>
internal sealed class RemoteOptions
{
    private const string ServerVariable = "REELMILL_SERVER";
    private const string KeyVariable = "REELMILL_KEY";

    private readonly Option<string?> _server = new("--server") { Description = $"The server, such as http://127.0.0.1:8080; {ServerVariable} when not given.", HelpName = "URL" };
    private readonly Option<string?> _key = new("--key") { Description = $"The key; {KeyVariable} when not given, which no list of processes shows. A server without keys on this machine needs none: its token is found.", HelpName = "KEY" };

    public Option<bool> Json { get; } = new("--json") { Description = "Print one JSON document on standard output, and nothing else there." };

    public Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "Show no progress." };

    public void AddTo(Command command)
    {
        command.Options.Add(_server);
        command.Options.Add(_key);
        command.Options.Add(Json);
        command.Options.Add(Quiet);
    }

    /// <summary>The server that the command line names; null when none.</summary>
    public string? NamedServer(ParseResult parsed) => parsed.GetValue(_server);

    /// <summary>The server that the command line or the environment names; null when none.</summary>
    public string? AnyServer(ParseResult parsed) => NamedServer(parsed) ?? Environment.GetEnvironmentVariable(ServerVariable);

    public ServerClient Client(ParseResult parsed)
    {
        var text = AnyServer(parsed) ?? throw new UsageException($"Which server? Name it with --server http://127.0.0.1:8080, or set {ServerVariable}.");
        return Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? new ServerClient(url!, parsed.GetValue(_key) ?? Environment.GetEnvironmentVariable(KeyVariable) ?? TokenOf(url))
            : throw new UsageException($"--server: '{text}' is no URL such as http://127.0.0.1:8080.");
    }

    // A server without keys listens on loopback only, and its token is nobody else's business.
    private static string? TokenOf(Uri server) => server.IsLoopback
        ? Environment.GetEnvironmentVariable(ServerToken.Variable) is { Length: > 0 } token ? token : TokenFile.Find(server.Port)
        : null;
}
