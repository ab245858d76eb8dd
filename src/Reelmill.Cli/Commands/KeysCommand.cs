using System.CommandLine;
using Reelmill.Cli.Display;
using Reelmill.Cli.Remote;
using Reelmill.Library.Access;
using Reelmill.Pipelines.Settings;
using Reelmill.Server.Access;

namespace Reelmill.Cli.Commands;

/// <summary><c>reelmill keys</c>: manages the API keys of a server, through the running server or in the library of a stopped one.</summary>
internal static class KeysCommand
{
    public static Command Create() => new("keys", "Create, list and revoke the API keys of a server.")
    {
        CreateOne(), List(), Revoke(),
    };

    private static Command CreateOne()
    {
        var target = new KeyTarget();
        var name = new Option<string>("--name") { Description = "A name for the key, such as who will use it.", Required = true, HelpName = "NAME" };
        var scope = new Option<string>("--scope") { Description = "What the key allows; each scope includes the ones before it.", HelpName = "read|submit|admin", DefaultValueFactory = static _ => "read" };
        var expires = new Option<string?>("--expires") { Description = "How long the key is valid [default: until it is revoked].", HelpName = "DURATION" };
        var command = new Command("create", "Create a key. Its secret is shown only now.") { name, scope, expires };
        target.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var lifetime = parsed.GetValue(expires) is { } text ? SettingValue.Duration("--expires", text, "1s", "36500d") : (TimeSpan?)null;
            var created = await target.Choose(parsed).CreateAsync(parsed.GetRequiredValue(name), ParseScope(parsed.GetRequiredValue(scope)), lifetime, cancellationToken).ConfigureAwait(false);
            var output = target.Output(parsed);
            if (!output.Json)
            {
                output.Note($"{KeyText.Format(created)}\nThe key follows. It is shown only now: the library stores nothing but its hash.");
            }

            JobText.Write(created, static key => [$"{key.Key}"], output);
            return ExitCode.Done;
        });
        return command.WithExamples(
            "reelmill keys create --name me --scope admin --library out",
            "reelmill keys create --name ci --scope submit --expires 90d --library out",
            "reelmill keys create --name viewer --server http://127.0.0.1:8080");
    }

    private static Command List()
    {
        var target = new KeyTarget();
        var command = new Command("list", "List all keys, including expired and revoked ones.");
        target.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var keys = new KeysDocument(await target.Choose(parsed).ListAsync(cancellationToken).ConfigureAwait(false));
            JobText.Write(keys, static all => all.Keys.Select(static key => (FormattableString)$"{KeyText.Format(key)}"), target.Output(parsed));
            return ExitCode.Done;
        });
        return command.WithExamples("reelmill keys list --library out");
    }

    private static Command Revoke()
    {
        var target = new KeyTarget();
        var id = new Argument<string>("ID") { Description = "The id of the key, as 'keys list' shows it." };
        var command = new Command("revoke", "Revoke a key immediately and permanently.") { id };
        target.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var key = new RevokedKey(parsed.GetRequiredValue(id), Revoked: true);
            await target.Choose(parsed).RevokeAsync(key.Id, cancellationToken).ConfigureAwait(false);
            JobText.Write(key, static k => [$"Revoked key {k.Id}."], target.Output(parsed));
            return ExitCode.Done;
        });
        return command.WithExamples("reelmill keys revoke 0123456789ab --library out");
    }

    private static AccessScope ParseScope(string text) => text switch
    {
        "read" => AccessScope.Read,
        "submit" => AccessScope.Submit,
        "admin" => AccessScope.Admin,
        _ => throw new UsageException($"--scope must be read, submit or admin, not '{text}'."),
    };
}

/// <summary>The output of <c>keys list --json</c>.</summary>
internal sealed record KeysDocument(IReadOnlyList<KeyDocument> Keys);

/// <summary>The output of <c>keys revoke --json</c>.</summary>
internal sealed record RevokedKey(string Id, bool Revoked);
