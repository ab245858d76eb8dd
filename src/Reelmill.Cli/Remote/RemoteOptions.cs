using System.CommandLine;
using Reelmill.Pipelines.Settings;
using Reelmill.Server.Access;

namespace Reelmill.Cli.Remote;

/// <summary>The options that select a server.</summary>
internal sealed class RemoteOptions
{
    private const string ServerVariable = "REELMILL_SERVER";
    private const string KeyVariable = "REELMILL_KEY";

    private readonly Option<string?> _server = new("--server") { Description = $"The server, such as http://127.0.0.1:8080 [default: {ServerVariable}].", HelpName = "URL" };
    private readonly Option<string?> _key = new("--key") { Description = $"The API key [default: {KeyVariable}, which process lists do not show]. A server without keys on this machine needs none: its token is found.", HelpName = "KEY" };

    public Option<bool> Json { get; } = new("--json") { Description = "Print only one JSON document on standard output." };

    public Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "Do not show progress." };

    public void AddTo(Command command)
    {
        command.Options.Add(_server);
        command.Options.Add(_key);
        command.Options.Add(Json);
        command.Options.Add(Quiet);
    }

    /// <summary>Gets the server from the command line; null when there is none.</summary>
    public string? GetServerOption(ParseResult parsed) => parsed.GetValue(_server);

    /// <summary>Gets the server from the command line or the environment; null when there is none.</summary>
    public string? GetServer(ParseResult parsed) => GetServerOption(parsed) ?? Environment.GetEnvironmentVariable(ServerVariable);

    public ServerClient CreateClient(ParseResult parsed)
    {
        var text = GetServer(parsed) ?? throw new UsageException($"The command needs a server. Use --server, such as http://127.0.0.1:8080, or set {ServerVariable}.");
        return Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? new ServerClient(url!, parsed.GetValue(_key) ?? Environment.GetEnvironmentVariable(KeyVariable) ?? FindToken(url))
            : throw new UsageException($"--server: '{text}' is not an HTTP URL. Use one such as http://127.0.0.1:8080.");
    }

    // A server without keys listens on loopback only, so its token is never sent over the network.
    private static string? FindToken(Uri server) => server.IsLoopback
        ? Environment.GetEnvironmentVariable(ServerToken.Variable) is { Length: > 0 } token ? token : TokenFile.Find(server.Port)
        : null;
}
