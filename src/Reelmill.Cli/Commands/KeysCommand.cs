using System.CommandLine;
using Reelmill.Cli.Display;
using Reelmill.Cli.Remote;
using Reelmill.Library.Access;
using Reelmill.Pipelines.Settings;
using Reelmill.Server.Access;

namespace Reelmill.Cli.Commands;

/// <summary><c>reelmill keys</c>: who may use a server. Of a library whose server does not run, or through the server.</summary>
internal static class KeysCommand
{
    public static Command Create() => new("keys", "Make, list and revoke the keys to a server.")
    {
        CreateOne(), List(), Revoke(),
    };

    private static Command CreateOne()
    {
        var place = new KeyPlace();
        var name = new Option<string>("--name") { Description = "What it is called, such as who will use it.", Required = true, HelpName = "NAME" };
        var scope = new Option<string>("--scope") { Description = "What it may do; each includes those before it.", HelpName = "read|submit|admin", DefaultValueFactory = static _ => "read" };
        var expires = new Option<string?>("--expires") { Description = "How long it is valid; without it, until it is revoked.", HelpName = "DURATION" };
        var command = new Command("create", "Make a key; its secret is shown this once.") { name, scope, expires };
        place.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var lifetime = parsed.GetValue(expires) is { } text ? SettingValue.Duration("--expires", text, "1s", "36500d") : (TimeSpan?)null;
            var made = await place.Choose(parsed).CreateAsync(parsed.GetRequiredValue(name), ScopeOf(parsed.GetRequiredValue(scope)), lifetime, cancellationToken).ConfigureAwait(false);
            var output = place.Output(parsed);
            if (!output.Json)
            {
                output.Note($"{KeyText.Of(made)}\nThe key follows. It is shown this once; its library keeps a hash of it only.");
            }

            JobText.Write(made, static key => [$"{key.Key}"], output);
            return ExitCode.Done;
        });
        return command.WithExamples(
            "reelmill keys create --name me --scope admin --library out",
            "reelmill keys create --name ci --scope submit --expires 90d --library out",
            "reelmill keys create --name viewer --server http://127.0.0.1:8080");
    }

    private static Command List()
    {
        var place = new KeyPlace();
        var command = new Command("list", "List the keys, also those that are not valid any more.");
        place.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var keys = new KeysDocument(await place.Choose(parsed).ListAsync(cancellationToken).ConfigureAwait(false));
            JobText.Write(keys, static all => all.Keys.Select(static key => (FormattableString)$"{KeyText.Of(key)}"), place.Output(parsed));
            return ExitCode.Done;
        });
        return command.WithExamples("reelmill keys list --library out");
    }

    private static Command Revoke()
    {
        var place = new KeyPlace();
        var id = new Argument<string>("ID") { Description = "The key's id, as the list shows it." };
        var command = new Command("revoke", "Revoke a key, at once and for good.") { id };
        place.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var key = new RevokedKey(parsed.GetRequiredValue(id), Revoked: true);
            await place.Choose(parsed).RevokeAsync(key.Id, cancellationToken).ConfigureAwait(false);
            JobText.Write(key, static k => [$"The key {k.Id} opens nothing any more."], place.Output(parsed));
            return ExitCode.Done;
        });
        return command.WithExamples("reelmill keys revoke 0123456789ab --library out");
    }

    private static AccessScope ScopeOf(string text) => text switch
    {
        "read" => AccessScope.Read,
        "submit" => AccessScope.Submit,
        "admin" => AccessScope.Admin,
        _ => throw new UsageException($"--scope takes read, submit or admin, not '{text}'."),
    };
}

/// <summary>What <c>keys list --json</c> prints.</summary>
internal sealed record KeysDocument(IReadOnlyList<KeyDocument> Keys);

/// <summary>What <c>keys revoke --json</c> prints.</summary>
internal sealed record RevokedKey(string Id, bool Revoked);
