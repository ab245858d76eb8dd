using Reelmill.Core;
using Reelmill.Library.Vectors.PgVector;
using Reelmill.Testing;

namespace Reelmill.Library.Tests.Vectors.PgVector;

public sealed class PgFaultTests
{
    [Fact]
    public async Task An_unreachable_server_is_retried_and_then_fails_the_call()
    {
        await using var store = PgVectorStore.Create(PgAddress.Parse($"postgres://me:secret@127.0.0.1:{LoopbackPort.Claim()}/db"), TimeProvider.System, TimeSpan.Zero);

        var error = await Should.ThrowAsync<ItemException>(store.ListAsync(default));

        (error.Code, error.IsTransient).ShouldBe(("store_failed", true));
        error.Message.ShouldContain("5 times in a row");
        error.Message.ShouldNotContain("secret");
    }

    [Fact]
    public async Task A_canceled_call_is_canceled_and_does_not_fail()
    {
        await using var store = PgVectorStore.Create(PgAddress.Parse("postgres://me@127.0.0.1:1/db"), TimeProvider.System);

        await Should.ThrowAsync<OperationCanceledException>(store.ListAsync(new CancellationToken(canceled: true)));
    }
}
