using Reelmill.Library.Access;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Testing;

namespace Reelmill.Library.Tests.Access;

public sealed class KeyStoreTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ManualTimeProvider _time = new();
    private SqliteCatalog _catalog = null!;
    private KeyStore _keys = null!;

    public ValueTask InitializeAsync()
    {
        _catalog = SqliteCatalog.Open(_folder.Path, _time);
        _keys = new KeyStore(_catalog);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _catalog.DisposeAsync();
        Dispose();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_secret_has_256_random_bits_and_is_not_stored_in_the_library()
    {
        var (key, secret) = await _keys.CreateAsync("me", AccessScope.Admin, null, default);
        var (_, other) = await _keys.CreateAsync("me", AccessScope.Submit, null, default);

        secret.ShouldStartWith("rmk_");
        System.Buffers.Text.Base64Url.DecodeFromChars(secret.AsSpan(4)).Length.ShouldBe(32);
        other.ShouldNotBe(secret, StringComparer.Ordinal);
        key.Hash.ShouldBe(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(secret))));
        foreach (var file in Directory.GetFiles(_folder.Path).Where(static f => !f.EndsWith(".lock", StringComparison.Ordinal)))
        {
            System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)).ShouldNotContain(secret[4..]);
        }
    }

    [Fact]
    public async Task A_key_is_found_by_its_exact_secret_only()
    {
        var (first, secret) = await _keys.CreateAsync("first", AccessScope.Admin, null, default);
        await _keys.CreateAsync("second", AccessScope.Read, null, default);
        var all = await _keys.ListAsync(default);

        all.Select(static k => k.Name).ShouldBe(["first", "second"], ignoreOrder: true);
        KeySecret.Find(all, secret).ShouldBe(first);
        KeySecret.Find(all, secret[..^1]).ShouldBeNull();
        KeySecret.Find(all, secret + " ").ShouldBeNull();
        KeySecret.Find(all, first.Hash).ShouldBeNull();
        KeySecret.Find(all, "").ShouldBeNull();
    }

    [Fact]
    public async Task A_key_is_valid_until_it_expires_or_is_revoked()
    {
        var (brief, _) = await _keys.CreateAsync("brief", AccessScope.Admin, TimeSpan.FromDays(30), default);
        var (lasting, _) = await _keys.CreateAsync("lasting", AccessScope.Read, null, default);
        brief.IsValidAt(brief.ExpiresMs!.Value - 1).ShouldBeTrue();
        brief.IsValidAt(brief.ExpiresMs!.Value).ShouldBeFalse();
        lasting.IsValidAt(long.MaxValue).ShouldBeTrue();

        (await _keys.RevokeAsync(lasting.Id, default)).ShouldBeTrue();
        (await _keys.RevokeAsync("nothing", default)).ShouldBeFalse();
        var revoked = (await _keys.ListAsync(default)).Single(k => k.Id == lasting.Id);
        revoked.IsValidAt(0).ShouldBeFalse();

        _time.Advance(TimeSpan.FromDays(1));
        await _keys.RevokeAsync(lasting.Id, default);
        (await _keys.ListAsync(default)).ShouldContain(revoked);
    }

    [Fact]
    public async Task The_time_of_last_use_never_goes_back()
    {
        var (key, _) = await _keys.CreateAsync("me", AccessScope.Admin, null, default);
        await _keys.TouchAsync([new(key.Id, 2000), new("gone", 1)], default);
        await _keys.TouchAsync([new(key.Id, 1000)], default);
        (await _keys.ListAsync(default)).ShouldHaveSingleItem().UsedMs.ShouldBe(2000);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("  ", null)]
    [InlineData("a\nb", null)]
    [InlineData("me", 0.0)]
    [InlineData("me", -1.0)]
    public async Task A_key_with_an_invalid_name_or_lifetime_is_refused(string name, double? seconds)
    {
        var lifetime = seconds is { } s ? TimeSpan.FromSeconds(s) : (TimeSpan?)null;
        await Should.ThrowAsync<ArgumentException>(() => _keys.CreateAsync(name, AccessScope.Read, lifetime, default));
        KeyStore.FindFault(new string('a', 101), null).ShouldNotBeNull();
        KeyStore.FindFault(new string('a', 100), null).ShouldBeNull();
        (await _keys.ListAsync(default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_key_without_admin_scope_needs_a_valid_admin_key()
    {
        foreach (var scope in new[] { AccessScope.Read, AccessScope.Submit })
        {
            (await Should.ThrowAsync<ArgumentException>(() => _keys.CreateAsync("x", scope, null, default))).Message.ShouldContain("--scope admin");
        }

        await _keys.CreateAsync("brief", AccessScope.Admin, TimeSpan.FromDays(1), default);
        await _keys.CreateAsync("x", AccessScope.Read, null, default);
        _time.Advance(TimeSpan.FromDays(1));
        await Should.ThrowAsync<ArgumentException>(() => _keys.CreateAsync("late", AccessScope.Read, null, default));
        var (admin, _) = await _keys.CreateAsync("next", AccessScope.Admin, null, default);
        await _keys.RevokeAsync(admin.Id, default);
        await Should.ThrowAsync<ArgumentException>(() => _keys.CreateAsync("late", AccessScope.Submit, null, default));
    }
}
